'use client';

import { FileSpreadsheet, Stamp } from 'lucide-react';
import { Suspense, useMemo, useState } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { isNarrowed, type ListState, listQuery } from '#components/data/list/list-state.ts';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { savedViewsOf } from '#components/views/saved-views.ts';
import { request } from '#lib/client.ts';
import type { FilterNames } from '#lib/risks/acceptances/schema.ts';
import { acceptanceDefinition, type ListedAcceptance } from './acceptance-definition.tsx';
import { filterInput, isFacet } from './list-input.ts';

const DecisionDialog = lazily(() => import('./decision-dialogs.tsx'));

export interface AcceptanceListProps {
  state: ListState;
  rows: readonly ListedAcceptance[];
  page: ListPageCursors;
  names: FilterNames;
  views: readonly SavedView[];
  may: { decide: boolean; review: boolean; export: boolean };
  error?: string;
  /** The error is about what the address asks for. */
  refused?: boolean;
}

const loadDecisions = async () => (await import('./bulk-actions.tsx')).decisionActions;

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /acceptances/total', filterInput(state), { signal });
  return { count: total, capped: more };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /acceptances/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map((each) => ({ ...each, capped: false }));
}

function exportLinks(state: ListState): readonly MenuLink[] {
  const query = [listQuery(state, acceptanceDefinition, 'rows'), `sort=${state.sort}`].filter(Boolean).join('&');
  const icon = <FileSpreadsheet aria-hidden="true" />;
  return [{ type: 'link', id: 'csv', label: 'CSV', icon, href: `/api/v1/acceptances/export?${query}`, download: true }];
}

const focusedRow = () => document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row;

/** The acceptances that the viewer may read, and what waits for them to decide: with Y and N on a row, or on many at once. */
export function AcceptanceList({ state, rows, page, names, views, may, error, refused }: AcceptanceListProps) {
  const [deciding, setDeciding] = useState<{ acceptance: ListedAcceptance; act: 'grant' | 'refuse' } | null>(null);
  const saved = useMemo(() => savedViewsOf('acceptances', views), [views]);
  const bulkActions = useMemo(
    () =>
      may.decide || may.review
        ? async () => [
            ...(may.decide ? await loadDecisions() : []),
            ...(may.review ? [(await import('#components/reviews/ask-many.tsx')).askForReviews<ListedAcceptance>('acceptances')] : []),
          ]
        : undefined,
    [may.decide, may.review],
  );
  const mine = () => rows.find((row) => row.id === focusedRow() && row.mayDecide);
  const start = (act: 'grant' | 'refuse') => {
    const acceptance = mine();
    if (acceptance) setDeciding({ acceptance, act });
  };
  const group = 'Acceptances';
  const when = () => mine() !== undefined;
  useShortcuts(
    may.decide
      ? [
          { keys: 'y', label: 'Accept what the row asks for', group, when, run: () => start('grant') },
          { keys: 'n', label: 'Refuse what the row asks for', group, when, run: () => start('refuse') },
        ]
      : [],
  );
  return (
    <>
      <ListPage
        definition={acceptanceDefinition}
        state={state}
        rows={rows}
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
          may.decide &&
          (rows.length > 0 || isNarrowed(state)) && (
            <LinkButton href="/acceptances?decide=mine" icon={<Stamp aria-hidden="true" />}>
              Mine to decide
            </LinkButton>
          )
        }
      />
      {deciding && (
        <Suspense fallback={null}>
          <DecisionDialog {...deciding} onClose={() => setDeciding(null)} />
        </Suspense>
      )}
    </>
  );
}
