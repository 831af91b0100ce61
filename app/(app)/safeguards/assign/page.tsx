import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { assetDefinition } from '#components/assets/asset-definition.tsx';
import { filterInput } from '#components/assets/list-input.ts';
import { parseListState } from '#components/data/list/list-state.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { AssignScreen } from '#components/safeguards/assign-screen.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { safeguardOperations } from '#lib/risks/safeguards/procedures.ts';

export const metadata: Metadata = { title: 'Assign a control' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const crumbs = [{ label: 'Safeguards', href: '/safeguards' }];

export default async function AssignPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'safeguard.edit'))
    return (
      <>
        <PageHeader title="Assign a control" crumbs={crumbs} />
        <DeniedState action="plan controls on assets" whoCan="A team lead or an administrator" />
      </>
    );
  const parameters = await searchParams;
  const assets = parseListState(parameters, assetDefinition);
  const context = await pageContext();
  const { owner, team } = filterInput(assets);
  const [{ controls }, names] = await Promise.all([
    call(safeguardOperations.controls, {}, { context }),
    owner || team ? call(assetOperations.names, { owner, team }, { context }).catch(() => ({})) : {},
  ]);
  const control = controls.find(({ key }) => key === parameters['control']) ?? null;
  return (
    <>
      <PageHeader title="Assign a control" crumbs={crumbs} />
      <div className="px-4 py-5 md:px-6">
        <AssignScreen control={control} assets={assets} names={names} />
      </div>
    </>
  );
}
