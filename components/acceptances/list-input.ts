/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { type AcceptanceFacet, acceptanceFacets, acceptanceSorts } from '#lib/risks/acceptances/rules.ts';
import type { AcceptanceFilterInput, AcceptanceListQuery } from '#lib/risks/acceptances/schema.ts';

/** What decides which acceptances there are: for totals, counts and exports. */
export function filterInput(state: ListState): AcceptanceFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): AcceptanceListQuery {
  return { ...filterInput(state), ...state.cursor, sort: acceptanceSorts.find((sort) => sort === state.sort) };
}

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is AcceptanceFacet => (acceptanceFacets as readonly string[]).includes(id);
