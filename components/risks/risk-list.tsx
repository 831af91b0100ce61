'use client';

import { FileJson, FileSpreadsheet } from 'lucide-react';
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
import { monthName } from '#lib/platform/day-rules.ts';
import type { RiskFilterNames } from '#lib/risks/register/schema.ts';
import { filterInput, isFacet } from './list-input.ts';
import { type ListedRisk, riskDefinition } from './risk-definition.tsx';

export interface RiskListProps {
  state: ListState;
  rows: PackedRows<ListedRisk>;
  page: ListPageCursors;
  names: RiskFilterNames;
  views: readonly SavedView[];
  /** What the viewer may do somewhere; each risk is still judged on its own. */
  may: { assess: boolean; review: boolean; export: boolean; register: boolean };
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /risks/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (filterId === 'asset') return findAssets(search, signal);
  if (filterId === 'treatedIn') return lastMonths(new Date());
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /risks/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts
    .filter(({ value }) => value !== 'none' || filterId !== 'level')
    .map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

/** The last twelve months in UTC, this one first; how many risks were treated in each is not counted. */
function lastMonths(at: Date): readonly Facet[] {
  return Array.from({ length: 12 }, (_, back) => {
    const value = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back)).toISOString().slice(0, 7);
    return { value, label: monthName(value), count: 0, capped: true };
  });
}

/** Assets are found by name; how many risks each has is not counted. */
async function findAssets(search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  const { rows } = await request('GET /assets', { ...(search && { q: search }), limit: 20 }, { signal });
  return rows.map(({ id, name }) => ({ value: id, label: name, count: 0, capped: true }));
}

/** Files of this very list: all its filters and its order. */
function exportLinks(state: ListState): readonly MenuLink[] {
  const rows = listQuery(state, riskDefinition, 'rows');
  const sort = state.sort === riskDefinition.defaultSort ? '' : `sort=${state.sort}`;
  const href = (format: string) => `/api/v1/risks/export?${[`format=${format}`, rows, sort].filter(Boolean).join('&')}`;
  return [
    { type: 'link', id: 'csv', label: 'CSV', icon: <FileSpreadsheet aria-hidden="true" />, href: href('csv'), download: true },
    { type: 'link', id: 'json', label: 'JSON', icon: <FileJson aria-hidden="true" />, href: href('json'), download: true },
  ];
}

/** The register: every threat to every asset the viewer may read, the worst first. */
export function RiskList({ state, rows, page, names, views, may, error, refused }: RiskListProps) {
  const timeZone = useViewerTimeZone();
  const bulkActions = useMemo(
    () =>
      may.assess || may.review
        ? async () => [
            ...(may.assess ? (await import('./bulk-actions.tsx')).bulkActionsIn(timeZone) : []),
            ...(may.review ? [(await import('#components/reviews/ask-many.tsx')).askForReviews<ListedRisk>('risks')] : []),
          ]
        : undefined,
    [may.assess, may.review, timeZone],
  );
  const saved = useMemo(() => savedViewsOf('risks', views, false), [views]);
  const listed = useMemo(() => unpackRows(rows), [rows]);
  return (
    <ListPage
      definition={riskDefinition}
      state={state}
      rows={listed}
      page={page}
      error={error}
      refused={refused}
      valueLabels={{
        ...names,
        treatedIn: Object.fromEntries((state.filters['treatedIn'] ?? []).map((month) => [month, monthName(month)])),
      }}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      bulkActions={bulkActions}
      exports={may.export ? exportLinks : undefined}
      primaryAction={listed.length === 0 && may.register && <LinkButton href="/assets/new">New asset</LinkButton>}
    />
  );
}
