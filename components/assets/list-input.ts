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
  signal: true,
  owner: true,
  tag: true,
  exposure: true,
  dataClass: true,
  status: true,
  origin: true,
};

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is Facet => Object.hasOwn(facets, id);

/**
 * What to say of a list that the API refused: which filter of the address holds what it does not know. Null where the refusal is not about
 * a filter.
 * @param fields the API's messages by field; a value within a list is named `kind.0`
 */
export function unknownValues(
  state: ListState,
  fields: Readonly<Record<string, string>>,
  filters: readonly { id: string; label: string }[],
): string | null {
  const wrong = new Set(Object.keys(fields).map((name) => name.split('.')[0]));
  const said = filters
    .filter((filter) => wrong.has(filter.id))
    .map((filter) => `${filter.label} “${(state.filters[filter.id] ?? []).join(', ')}”`);
  return said.length > 0
    ? `This address asks for what the list does not have: ${said.join(' and ')}. Remove the filter, or choose another value.`
    : null;
}
