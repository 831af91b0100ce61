'use client';

import { FileSpreadsheet, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { type ListState, listQuery } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import type { FilterNames, PersonRow } from '#lib/access/users/list/schema.ts';
import { request } from '#lib/client.ts';
import { bulkActions } from './bulk-actions.tsx';
import { filterInput, isFacet } from './list-input.ts';
import { personDefinition } from './person-definition.tsx';

export interface PeopleListProps {
  state: ListState;
  rows: readonly PersonRow[];
  page: ListPageCursors;
  names: FilterNames;
  views: readonly SavedView[];
  mayManage: boolean;
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total } = await request('GET /people/total', filterInput(state), { signal });
  return { count: total, capped: false };
}

async function loadFacets(filterId: string, state: ListState, _: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /people/facets', { ...filterInput(state), facet: filterId }, { signal });
  return counts.map((each) => ({ ...each, capped: false }));
}

function exportLinks(state: ListState): readonly MenuLink[] {
  const query = [listQuery(state, personDefinition, 'rows'), `sort=${state.sort}`].filter(Boolean).join('&');
  const icon = <FileSpreadsheet aria-hidden="true" />;
  return [{ type: 'link', id: 'csv', label: 'CSV', icon, href: `/api/v1/people/export?${query}`, download: true }];
}

/** Everyone who may sign in, or could: for those who may read people. */
export function PeopleList({ state, rows, page, names, views, mayManage, error, refused }: PeopleListProps) {
  const saved = useMemo(() => savedViewsOf('people', views), [views]);
  return (
    <ListPage
      definition={personDefinition}
      state={state}
      rows={rows}
      page={page}
      error={error}
      refused={refused}
      valueLabels={names}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      bulkActions={mayManage ? bulkActions : undefined}
      exports={exportLinks}
      primaryAction={
        mayManage && (
          <LinkButton href="/people/invite" variant="primary" icon={<UserPlus aria-hidden="true" />}>
            Invite
          </LinkButton>
        )
      }
    />
  );
}
