import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { PolicyTable } from '#components/gates/policy-table.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { gateOperations } from '#lib/gates/procedures.ts';

export const metadata: Metadata = { title: 'Gate policies' };

export default async function PoliciesPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Gate policies" />;
  const policies = await call(gateOperations.policies, {}, { context: await pageContext() });
  return (
    <>
      <PageHeader
        title="Gate policies"
        crumbs={[{ label: 'Gates', href: '/gates' }]}
        description="What each kind of asset must have before it goes on to a stage."
      />
      <PolicyTable policies={policies} />
    </>
  );
}
