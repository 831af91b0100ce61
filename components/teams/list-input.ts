/** From the list's state to the API's parameters, which have the same names. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';

export function filterInput(state: ListState): { q?: string; state?: string } {
  const states = state.filters['state'];
  return { ...(state.q && { q: state.q }), ...(states?.length && { state: joinValues(states) }) };
}
