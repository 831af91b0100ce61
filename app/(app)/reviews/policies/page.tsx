import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { PolicyTable } from '#components/reviews/policies/policy-table.tsx';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { policyOperations } from '#lib/reviews/policies/procedures.ts';
import { policySubjects } from '#lib/reviews/policies/rules.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';

export const metadata: Metadata = { title: 'Review policies' };

export default async function PoliciesPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Review policies" />;
  const context = await pageContext();
  const [{ policies }, { templates }] = await Promise.all([
    call(policyOperations.list, {}, { context }),
    call(templateOperations.list, { subject: policySubjects.join(','), state: 'on' }, { context }),
  ]);
  return (
    <PolicyTable
      policies={policies}
      templates={templates.map(({ key, name }) => ({ key, name }))}
      mayManage={canEverywhere(actor, 'template.manage')}
    />
  );
}
