/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { type WaiverFacet, waiverFacets, waiverSorts } from '#lib/gates/waivers/rules.ts';
import type { WaiverFilterInput, WaiverListQuery } from '#lib/gates/waivers/schema.ts';

/** What decides which waivers there are: for totals and counts. */
export function filterInput(state: ListState): WaiverFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): WaiverListQuery {
  return { ...filterInput(state), ...state.cursor, sort: waiverSorts.find((sort) => sort === state.sort) };
}

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is WaiverFacet => (waiverFacets as readonly string[]).includes(id);
