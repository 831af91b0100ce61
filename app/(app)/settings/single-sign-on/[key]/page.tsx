import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Breadcrumbs } from '#components/layout/page-header.tsx';
import { givableOf } from '#components/sso/givable.ts';
import { ProviderForm } from '#components/sso/provider-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';
import { singleSignOnOperations } from '#lib/access/sso/procedures.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';

export const metadata: Metadata = { title: 'Provider of single sign-on' };

export default async function ProviderPage({ params }: { params: Promise<{ key: string }> }) {
  if (!canEverywhere(await requireActor(), 'settings.manage')) return <DeniedState />;
  const context = await pageContext();
  const { key } = await params;
  const [{ providers, redirectBase }, { roles }, { teams }] = await Promise.all([
    call(singleSignOnOperations.get, {}, { context }),
    call(roleOperations.list, {}, { context }),
    call(teamOperations.list, {}, { context }),
  ]);
  const provider = providers.find((each) => each.key === key);
  if (!provider) notFound();
  return (
    <>
      <Breadcrumbs crumbs={[{ label: 'Single sign-on', href: '/settings/single-sign-on' }]} />
      <h2 className="mb-4 font-semibold text-base">{provider.name}</h2>
      <ProviderForm provider={provider} redirectBase={redirectBase} givable={givableOf(roles, teams)} />
    </>
  );
}
