/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { sorts } from '#lib/assets/rules.ts';
import type { AssetFilterInput, AssetListQuery, Facet } from '#lib/assets/schema.ts';

/** What decides which assets there are: for totals and counts. */
export function filterInput(state: ListState): AssetFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): AssetListQuery {
  return { ...filterInput(state), ...state.cursor, sort: sorts.find((sort) => sort === state.sort && sort !== 'relevance') };
}

const facets: Record<Facet, true> = {
  team: true,
  kind: true,
  stage: true,
  level: true,
  owner: true,
  tag: true,
  exposure: true,
  dataClass: true,
  status: true,
  origin: true,
};

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is Facet => Object.hasOwn(facets, id);
