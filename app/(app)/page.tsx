import { call } from '@orpc/server';
import { Boxes, FileInput, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { heatmapTitle } from '#components/insights/headlines.ts';
import { InventoryFigures } from '#components/insights/inventory-figures.tsx';
import { InventoryHeatmap } from '#components/insights/inventory-heatmap.tsx';
import { RecentAssets } from '#components/insights/recent-assets.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { insightOperations } from '#lib/insights/procedures.ts';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Overview" />;
  const context = await pageContext();
  const [inventory, recent] = await Promise.all([
    call(insightOperations.inventory, {}, { context }),
    call(assetOperations.list, { sort: '-changed', limit: 8 }, { context }),
  ]);
  const { cells, gaps } = inventory;
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const unassessed = cells.reduce((sum, cell) => sum + cell.unassessed, 0);
  if (total === 0) return <NoAssets mayImport={canSomewhere(actor, 'asset.import')} mayCreate={canSomewhere(actor, 'asset.create')} />;
  return (
    <>
      <PageHeader title="Overview" />
      <InventoryFigures
        figures={[
          { label: 'Active assets', value: total, href: '/assets', hint: 'in the teams you see' },
          { label: 'Unassessed', value: unassessed, href: '/assets?level=unassessed', hint: 'unknown, not safe' },
          {
            label: 'Without an owner',
            value: gaps.owner?.total ?? null,
            more: gaps.owner?.more,
            href: '/assets?owner=none',
            hint: 'nobody answers for them',
          },
          {
            label: 'Without a version',
            value: gaps.versions?.total ?? null,
            more: gaps.versions?.more,
            href: '/assets?versions=none',
            hint: 'nothing to approve',
          },
        ]}
      />
      <div className="flex flex-col gap-x-12 gap-y-8 px-4 py-6 md:px-6 xl:flex-row">
        <div className="min-w-0 flex-1">
          <DetailSection title={heatmapTitle(cells)}>
            <InventoryHeatmap cells={cells} />
            <p className="mt-3 max-w-[72ch] text-muted text-xs">
              The shade says how many assets there are, the mark the worst level among them. A hatched ring means that none was assessed.
            </p>
          </DetailSection>
        </div>
        <div className="shrink-0 xl:w-80">
          <DetailSection
            title="Changed last"
            actions={
              <LinkButton href="/assets?sort=-changed" size="sm" variant="quiet" className="-mr-2">
                All
              </LinkButton>
            }
          >
            <RecentAssets assets={recent.rows} />
          </DetailSection>
        </div>
      </div>
    </>
  );
}

function NoAssets({ mayImport, mayCreate }: { mayImport: boolean; mayCreate: boolean }) {
  return (
    <EmptyState
      size="page"
      icon={<Boxes />}
      title="Your inventory is empty"
      actions={
        <>
          {mayImport && (
            <LinkButton href="/imports/new" variant="primary" icon={<FileInput aria-hidden="true" />}>
              Import a file
            </LinkButton>
          )}
          {mayCreate && (
            <LinkButton href="/assets/new" icon={<Plus aria-hidden="true" />}>
              New asset
            </LinkButton>
          )}
        </>
      }
    >
      {mayImport || mayCreate
        ? 'Import an ML bill of materials (CycloneDX, SPDX) or a CSV, or register the first asset by hand.'
        : 'As soon as your teams register assets, this page shows where they stand.'}
    </EmptyState>
  );
}
