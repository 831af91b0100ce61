/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import type { ReviewFilterInput, ReviewListQuery } from '#lib/reviews/list/schema.ts';
import { type ReviewFacet, reviewFacets, reviewSorts } from '#lib/reviews/rules.ts';

/** What decides which reviews there are: for totals, counts and exports. */
export function filterInput(state: ListState): ReviewFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): ReviewListQuery {
  return { ...filterInput(state), ...state.cursor, sort: reviewSorts.find((sort) => sort === state.sort) };
}

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is ReviewFacet => (reviewFacets as readonly string[]).includes(id);
