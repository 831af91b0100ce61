'use client';

import { Stamp } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { isNarrowed, type ListState } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import { request } from '#lib/client.ts';
import type { FilterNames } from '#lib/gates/waivers/schema.ts';
import { type ListedWaiver, waiverDefinition } from './waiver-definition.tsx';
import { filterInput, isFacet } from './waiver-input.ts';

export interface WaiverListProps {
  state: ListState;
  rows: readonly ListedWaiver[];
  page: ListPageCursors;
  names: FilterNames;
  views: readonly SavedView[];
  mayDecide: boolean;
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /waivers/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /waivers/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map((each) => ({ ...each, capped: false }));
}

/** The waivers that the viewer may read, and what waits for them to decide. */
export function WaiverList({ state, rows, page, names, views, mayDecide, error, refused }: WaiverListProps) {
  const saved = useMemo(() => savedViewsOf('waivers', views), [views]);
  return (
    <ListPage
      definition={waiverDefinition}
      state={state}
      rows={rows}
      page={page}
      error={error}
      refused={refused}
      valueLabels={names}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      secondaryActions={
        mayDecide &&
        (rows.length > 0 || isNarrowed(state)) && (
          <LinkButton href="/gates/waivers?decide=mine" icon={<Stamp aria-hidden="true" />}>
            Mine to decide
          </LinkButton>
        )
      }
    />
  );
}
