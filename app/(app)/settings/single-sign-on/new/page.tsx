import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { Breadcrumbs } from '#components/layout/page-header.tsx';
import { givableOf } from '#components/sso/givable.ts';
import { ProviderForm } from '#components/sso/provider-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';
import { singleSignOnOperations } from '#lib/access/sso/procedures.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';

export const metadata: Metadata = { title: 'Add provider' };

export default async function NewProviderPage() {
  if (!canEverywhere(await requireActor(), 'settings.manage')) return <DeniedState />;
  const context = await pageContext();
  const [{ redirectBase }, { roles }, { teams }] = await Promise.all([
    call(singleSignOnOperations.get, {}, { context }),
    call(roleOperations.list, {}, { context }),
    call(teamOperations.list, {}, { context }),
  ]);
  return (
    <>
      <Breadcrumbs crumbs={[{ label: 'Single sign-on', href: '/settings/single-sign-on' }]} />
      <h2 className="mb-4 font-semibold text-base">Add provider</h2>
      <ProviderForm redirectBase={redirectBase} givable={givableOf(roles, teams)} />
    </>
  );
}
