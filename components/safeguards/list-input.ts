/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import type { SafeguardFacet, SafeguardFilterInput, SafeguardListQuery } from '#lib/risks/safeguards/list/schema.ts';
import { safeguardSorts } from '#lib/risks/safeguards/rules.ts';

/** What decides which safeguards there are: for totals and counts. */
export function filterInput(state: ListState): SafeguardFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): SafeguardListQuery {
  return { ...filterInput(state), ...state.cursor, sort: safeguardSorts.find((sort) => sort === state.sort) };
}

const facets: Record<SafeguardFacet, true> = {
  control: true,
  state: true,
  team: true,
  kind: true,
  owner: true,
  due: true,
  evidence: true,
  scope: true,
  threat: true,
};

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is SafeguardFacet => Object.hasOwn(facets, id);
