'use client';

import { FileSpreadsheet, ListPlus } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { type ListState, listQuery } from '#components/data/list/list-state.ts';
import { type PackedRows, unpackRows } from '#components/data/list/packed-rows.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import { request } from '#lib/client.ts';
import type { SafeguardFilterNames } from '#lib/risks/safeguards/list/schema.ts';
import { filterInput, isFacet } from './list-input.ts';
import { type ListedSafeguard, safeguardDefinition } from './safeguard-definition.tsx';

export interface SafeguardListProps {
  state: ListState;
  rows: PackedRows<ListedSafeguard>;
  page: ListPageCursors;
  names: SafeguardFilterNames;
  views: readonly SavedView[];
  may: { edit: boolean; verify: boolean; review: boolean; export: boolean };
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /safeguards/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (filterId === 'asset') {
    const { rows } = await request('GET /assets', { q: search || undefined, limit: 20 }, { signal });
    return rows.map(({ id, name }) => ({ value: id, label: name, count: 0, capped: true }));
  }
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /safeguards/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map((each) => ({ ...each, capped: false }));
}

function exportLinks(state: ListState): readonly MenuLink[] {
  const query = [listQuery(state, safeguardDefinition, 'rows'), `sort=${state.sort}`].filter(Boolean).join('&');
  const icon = <FileSpreadsheet aria-hidden="true" />;
  return [{ type: 'link', id: 'csv', label: 'CSV', icon, href: `/api/v1/safeguards/export?${query}`, download: true }];
}

/** Every control on every asset that the viewer may read, and what teams offer. */
export function SafeguardList({ state, rows, page, names, views, may, error, refused }: SafeguardListProps) {
  const timeZone = useViewerTimeZone();
  const { edit, verify, review } = may;
  const bulkActions = useMemo(
    () =>
      edit || verify || review
        ? async () => [
            ...(await import('./bulk-actions.tsx')).bulkActionsFor({ edit, verify }, timeZone),
            ...(review ? [(await import('#components/reviews/ask-many.tsx')).askForReviews<ListedSafeguard>('safeguards')] : []),
          ]
        : undefined,
    [edit, verify, review, timeZone],
  );
  const saved = useMemo(() => savedViewsOf('safeguards', views, false), [views]);
  const listed = useMemo(() => unpackRows(rows), [rows]);
  return (
    <ListPage
      definition={safeguardDefinition}
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
      primaryAction={
        may.edit && (
          <LinkButton href="/safeguards/assign" variant="primary" icon={<ListPlus aria-hidden="true" />}>
            Assign a control
          </LinkButton>
        )
      }
    />
  );
}
