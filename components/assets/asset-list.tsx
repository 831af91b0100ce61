'use client';

import { FileInput, Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import type { ListState } from '#components/data/list/list-state.ts';
import { type PackedRows, unpackRows } from '#components/data/list/packed-rows.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import type { FilterNames } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { assetDefinition, type ListedAsset } from './asset-definition.tsx';
import type { BulkRights } from './bulk-actions.tsx';
import { exportLinks } from './export-links.tsx';
import { filterInput, isFacet } from './list-input.ts';

export interface AssetListProps {
  state: ListState;
  rows: PackedRows<ListedAsset>;
  page: ListPageCursors;
  names: FilterNames;
  views: readonly SavedView[];
  /** What the viewer may do somewhere; each asset is still judged on its own. */
  may: BulkRights & { create: boolean; import: boolean; export: boolean; review: boolean };
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /assets/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /assets/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

/** The inventory: what the viewer may read, and what they may do with it. */
export function AssetList({ state, rows, page, names, views, may, error, refused }: AssetListProps) {
  const { edit, move, retire, safeguard, review } = may;
  const bulkActions = useMemo(
    () =>
      edit || move || retire || safeguard || review
        ? async () => [
            ...(await import('./bulk-actions.tsx')).bulkActionsFor({ edit, move, retire, safeguard }),
            ...(review ? [(await import('#components/reviews/ask-many.tsx')).askForReviews<ListedAsset>('assets')] : []),
          ]
        : undefined,
    [edit, move, retire, safeguard, review],
  );
  const saved = useMemo(() => savedViewsOf('assets', views, false), [views]);
  const listed = useMemo(() => unpackRows(rows), [rows]);
  return (
    <ListPage
      definition={assetDefinition}
      state={state}
      rows={listed}
      page={page}
      error={error}
      refused={refused}
      valueLabels={names}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      bulkActions={bulkActions}
      exports={may.export ? exportLinks : undefined}
      secondaryActions={
        may.import && (
          <LinkButton href="/imports/new" icon={<FileInput aria-hidden="true" />}>
            Import
          </LinkButton>
        )
      }
      primaryAction={
        may.create && (
          <LinkButton href="/assets/new" variant="primary" icon={<Plus aria-hidden="true" />}>
            New asset
          </LinkButton>
        )
      }
    />
  );
}
