'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { FilterBar } from '#components/data/list/filter-bar.tsx';
import type { Facet } from '#components/data/list/list-definition.ts';
import { type ListState, listHref } from '#components/data/list/list-state.ts';
import { request } from '#lib/client.ts';
import { insightFilters, insightVocabulary } from './filters.tsx';

/** Teams by name; the other filters know their values. How many risks each has, the charts themselves say. */
async function loadTeams(filterId: string, _state: ListState, search: string): Promise<readonly Facet[]> {
  if (filterId !== 'team') return [];
  const { counts } = await request('GET /assets/facets', { facet: 'team', ...(search && { term: search }) });
  return counts.map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

/** The filters of all charts at once, held in the address: a link to it shows the same. */
export function InsightFilters({ state, teams }: { state: ListState; teams: Readonly<Record<string, string>> }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  const words = insightFilters.flatMap(({ id, label, options }) => {
    const values = state.filters[id]?.map((value) => options?.find((option) => option.value === value)?.label ?? teams[value] ?? value);
    return values ? [`${label}: ${values.join(', ')}`] : [];
  });
  return (
    <>
      <p className="hidden text-muted text-sm print:block">{words.join(' · ') || 'All teams that you see, all kinds, stages and levels'}</p>
      <div data-print="hide" aria-busy={pending} className="flex flex-wrap items-center gap-2">
        <FilterBar
          filters={insightFilters}
          state={state}
          labels={{ team: teams }}
          loadFacets={loadTeams}
          onChange={(next) => start(() => router.push(listHref('/insights', next, insightVocabulary), { scroll: false }))}
        />
      </div>
    </>
  );
}
