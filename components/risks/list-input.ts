/** From the list's state to the API's parameters. They have the same names: this only joins values and leaves out what is not set. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { sorts } from '#lib/risks/register/rules.ts';
import type { RiskFacet, RiskFilterInput, RiskListQuery } from '#lib/risks/register/schema.ts';

/** What decides which risks there are: for totals and counts. */
export function filterInput(state: ListState): RiskFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** One page of them, in their order. */
export function listInput(state: ListState): RiskListQuery {
  return { ...filterInput(state), ...state.cursor, sort: sorts.find((sort) => sort === state.sort) };
}

const facets: Record<RiskFacet, true> = {
  level: true,
  stage: true,
  kind: true,
  threat: true,
  team: true,
  owner: true,
  treatment: true,
  due: true,
  coverage: true,
  likelihood: true,
  impact: true,
};

/** Is this filter one whose values the API counts? */
export const isFacet = (id: string): id is RiskFacet => Object.hasOwn(facets, id);
