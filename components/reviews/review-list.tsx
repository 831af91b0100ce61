'use client';

import { ClipboardCheck, FileSpreadsheet, Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { isNarrowed, type ListState, listQuery } from '#components/data/list/list-state.ts';
import { type PackedRows, unpackRows } from '#components/data/list/packed-rows.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import { request } from '#lib/client.ts';
import type { FilterNames } from '#lib/reviews/list/schema.ts';
import { filterInput, isFacet } from './list-input.ts';
import { type ListedReview, reviewDefinition } from './review-definition.tsx';

export interface ReviewListProps {
  state: ListState;
  rows: PackedRows<ListedReview>;
  page: ListPageCursors;
  names: FilterNames;
  views: readonly SavedView[];
  /** What the viewer may do somewhere; each review is still judged on its own. */
  may: { request: boolean; decide: boolean; manage: boolean; export: boolean };
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /reviews/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /reviews/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map((each) => ({ ...each, capped: false }));
}

function exportLinks(state: ListState): readonly MenuLink[] {
  const query = [listQuery(state, reviewDefinition, 'rows'), `sort=${state.sort}`].filter(Boolean).join('&');
  const icon = <FileSpreadsheet aria-hidden="true" />;
  return [{ type: 'link', id: 'csv', label: 'CSV', icon, href: `/api/v1/reviews/export?${query}`, download: true }];
}

/** The reviews of what the viewer may read. */
export function ReviewList({ state, rows, page, names, views, may, error, refused }: ReviewListProps) {
  const saved = useMemo(() => savedViewsOf('reviews', views, false), [views]);
  const listed = useMemo(() => unpackRows(rows), [rows]);
  const { manage, request: asks } = may;
  const bulkActions = useMemo(
    () => (manage || asks ? async () => (await import('./bulk-actions.tsx')).bulkActionsFor({ manage, request: asks }) : undefined),
    [manage, asks],
  );
  return (
    <ListPage
      definition={reviewDefinition}
      state={state}
      rows={listed}
      page={page}
      error={error}
      refused={refused}
      valueLabels={names as unknown as Record<string, Record<string, string>>}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      bulkActions={bulkActions}
      exports={may.export ? exportLinks : undefined}
      secondaryActions={
        may.decide &&
        (listed.length > 0 || isNarrowed(state)) && (
          <LinkButton href="/reviews?status=open&reviewer=me&sort=due" compact icon={<ClipboardCheck aria-hidden="true" />}>
            Mine to decide
          </LinkButton>
        )
      }
      primaryAction={
        may.request && (
          <LinkButton href="/reviews/new" variant="primary" compact icon={<Plus aria-hidden="true" />}>
            Ask for a review
          </LinkButton>
        )
      }
    />
  );
}
