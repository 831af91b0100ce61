/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import type { PeopleFacet, PeopleFilterInput, PeopleListQuery } from '#lib/access/users/list/schema.ts';
import { peopleSorts } from '#lib/access/users/rules.ts';

/** What decides which people there are: for totals and counts. */
export function filterInput(state: ListState): PeopleFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): PeopleListQuery {
  return { ...filterInput(state), ...state.cursor, sort: peopleSorts.find((sort) => sort === state.sort) };
}

const facets: Record<PeopleFacet, true> = { status: true, team: true, role: true, seen: true, factor: true };

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is PeopleFacet => Object.hasOwn(facets, id);
