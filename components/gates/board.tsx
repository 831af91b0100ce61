'use client';

import { DoorOpen, FileX2, History, SlidersHorizontal } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { FilterBar } from '#components/data/list/filter-bar.tsx';
import type { Facet } from '#components/data/list/list-definition.ts';
import { ListSearch } from '#components/data/list/list-search.tsx';
import { isNarrowed, type ListState, withSearch } from '#components/data/list/list-state.ts';
import { useListNavigation } from '#components/data/list/use-list-navigation.ts';
import { PageHeader } from '#components/layout/page-header.tsx';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { type Stage, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { BoardCard, BoardColumn, BoardCounts } from '#lib/gates/board/schema.ts';
import { BoardColumnView } from './board-column.tsx';
import { asksVerdict, boardFilters, boardInput, boardVocabulary } from './board-definition.tsx';
import { moveFocus } from './board-keys.ts';

const PromoteDialog = lazily(() => import('./promote-dialog.tsx'));

export interface BoardProps {
  state: ListState;
  columns: Readonly<Record<Stage, BoardColumn>>;
  counts: BoardCounts['counts'];
  names: { owner: Record<string, string>; team: Record<string, string> };
}

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  const facet = (['team', 'kind', 'owner'] as const).find((each) => each === filterId);
  if (!facet) return [];
  const { ready: _ready, held: _held, ...filter } = boardInput(state);
  const { counts } = await request('GET /assets/facets', { ...filter, facet, term: search }, { signal });
  return counts.map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

const focusedCard = () => document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset.card;

/** Assets by the stage at which they stand, each with what holds it back from the next. */
export function Board({ state, columns, counts, names }: BoardProps) {
  const { shown, pending, go } = useListNavigation('/gates', state, boardVocabulary);
  const [promoting, setPromoting] = useState<BoardCard | null>(null);
  const known = useRef(new Map<string, BoardCard>());
  const board = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = board.current;
    element?.addEventListener('keydown', moveFocus);
    return () => element?.removeEventListener('keydown', moveFocus);
  });
  const query = boardInput(state);
  const narrowed = asksVerdict(state);
  const cards = Object.values(columns).flatMap((column) => column.cards);
  for (const card of cards) known.current.set(card.id, card);
  const focused = () => {
    const card = known.current.get(focusedCard() ?? '');
    return card?.mayPromote ? card : undefined;
  };
  useShortcuts([
    {
      keys: 'p',
      label: 'Promote the card',
      group: 'Board',
      when: () => focused() !== undefined,
      run: () => setPromoting(focused() ?? null),
    },
  ]);
  const empty = cards.length === 0 && !isNarrowed(state);
  return (
    <div className="relative flex min-h-(--page-height) flex-col md:h-(--page-height)">
      <PageHeader
        title="Gates"
        description="Where each asset stands in its life, and what holds it back from the next stage."
        actions={
          <>
            <LinkButton href="/gates/waivers" icon={<FileX2 aria-hidden="true" />} compact>
              Waivers
            </LinkButton>
            <LinkButton href="/gates/policies" icon={<SlidersHorizontal aria-hidden="true" />} compact>
              Policies
            </LinkButton>
            <LinkButton href="/gates/as-of" icon={<History aria-hidden="true" />} compact>
              As of a day
            </LinkButton>
          </>
        }
      />
      {!empty && (
        <div className="flex flex-wrap items-center gap-2 px-4 pb-2.5 md:px-6">
          <ListSearch
            label="Search the board"
            placeholder="Search assets…"
            value={shown.q}
            onSearch={(q) => go(withSearch(shown, q), 'replace')}
          />
          <FilterBar filters={boardFilters} state={shown} labels={names} loadFacets={loadFacets} onChange={(next) => go(next)} />
        </div>
      )}
      <div className="h-px shrink-0 overflow-hidden bg-line" aria-hidden={!pending}>
        {pending && <ProgressBar label="Loading the board" />}
      </div>
      {empty ? (
        <EmptyState
          icon={<DoorOpen />}
          title="Nothing stands before a gate yet"
          actions={
            <LinkButton href="/assets/new" variant="primary">
              Register an asset
            </LinkButton>
          }
        >
          Assets stand here by stage, each with what its next gate still asks for.
        </EmptyState>
      ) : (
        <div ref={board} className="flex min-h-0 flex-1 flex-col gap-6 px-4 py-4 md:flex-row md:gap-4 md:overflow-auto md:px-6">
          {stages.map((stage) => (
            <BoardColumnView
              key={`${stage} ${JSON.stringify(query)} ${columns[stage].cards.map(({ id }) => id).join()}`}
              stage={stage}
              first={columns[stage]}
              count={counts ? (counts[stage] ?? 0) : null}
              query={query}
              narrowed={narrowed}
              onPromote={(card) => {
                known.current.set(card.id, card);
                setPromoting(card);
              }}
            />
          ))}
        </div>
      )}
      {promoting && (
        <Suspense fallback={null}>
          <PromoteDialog asset={promoting} onClose={() => setPromoting(null)} />
        </Suspense>
      )}
    </div>
  );
}
