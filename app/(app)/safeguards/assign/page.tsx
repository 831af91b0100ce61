import { call } from '@orpc/server';
import { Boxes } from 'lucide-react';
import type { Metadata } from 'next';
import { assetDefinition } from '#components/assets/asset-definition.tsx';
import { filterInput } from '#components/assets/list-input.ts';
import { parseListState } from '#components/data/list/list-state.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { AssignScreen } from '#components/safeguards/assign-screen.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
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
  const [{ controls }, { rows }, names] = await Promise.all([
    call(safeguardOperations.controls, {}, { context }),
    call(assetOperations.list, { status: 'active,retired', limit: 1 }, { context }),
    owner || team ? call(assetOperations.names, { owner, team }, { context }).catch(() => ({})) : {},
  ]);
  if (rows.length === 0)
    return (
      <>
        <PageHeader title="Assign a control" crumbs={crumbs} />
        <NoAssets mayCreate={canSomewhere(actor, 'asset.create')} mayImport={canSomewhere(actor, 'asset.import')} />
      </>
    );
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

/** A control is planned on assets: without one, the first step is another. */
function NoAssets({ mayCreate, mayImport }: { mayCreate: boolean; mayImport: boolean }) {
  return (
    <EmptyState
      icon={<Boxes />}
      title="There is no asset to assign a control to"
      actions={
        <>
          {mayCreate && (
            <LinkButton href="/assets/new" variant="primary">
              New asset
            </LinkButton>
          )}
          {mayImport && <LinkButton href="/imports/new">Import a file</LinkButton>}
        </>
      }
    >
      {mayCreate || mayImport
        ? 'Register or import assets first. What reduces their risks can then be planned on many of them at once.'
        : 'As soon as there are assets that you may see, controls can be planned on many of them at once.'}
    </EmptyState>
  );
}
