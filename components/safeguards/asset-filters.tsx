'use client';

import { useRouter } from 'next/navigation';
import { assetDefinition } from '#components/assets/asset-definition.tsx';
import { filterInput, isFacet } from '#components/assets/list-input.ts';
import { FilterBar } from '#components/data/list/filter-bar.tsx';
import type { Facet } from '#components/data/list/list-definition.ts';
import { ListSearch } from '#components/data/list/list-search.tsx';
import { type ListState, listQuery, withSearch } from '#components/data/list/list-state.ts';
import { request } from '#lib/client.ts';

async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isFacet(filterId)) throw new Error('This filter is not counted.');
  const { counts } = await request('GET /assets/facets', { ...filterInput(state), facet: filterId, term: search }, { signal });
  return counts.map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

export interface AssetFiltersProps {
  state: ListState;
  names: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Which assets, by the search and the filters of their own list; held in the address, beside the control. */
export function AssetFilters({ state, names }: AssetFiltersProps) {
  const router = useRouter();
  function change(next: ListState) {
    const control = new URLSearchParams(window.location.search).get('control');
    const query = [control && `control=${encodeURIComponent(control)}`, listQuery(next, assetDefinition, 'rows')].filter(Boolean).join('&');
    router.replace(`/safeguards/assign?${query}`, { scroll: false });
  }
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">Assets</legend>
      <div className="flex flex-wrap items-center gap-2">
        <ListSearch
          label="Search assets"
          placeholder={assetDefinition.searchPlaceholder ?? 'Search assets'}
          value={state.q}
          onSearch={(q) => change(withSearch(state, q))}
        />
        <FilterBar filters={assetDefinition.filters} state={state} labels={names} loadFacets={loadFacets} onChange={change} />
      </div>
      <p className="mt-1 text-muted text-xs">
        Without a filter, every active asset that you may see. From the list of assets, select some and choose “Add control”.
      </p>
    </fieldset>
  );
}
