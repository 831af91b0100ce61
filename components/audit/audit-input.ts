/** From the list's state to the API's parameters, which have the same names. */
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { type AuditFacet, facets } from '#lib/access/audit/rules.ts';
import type { AuditFilterInput, AuditListQuery } from '#lib/access/audit/schema.ts';

export function auditFilter(state: ListState): AuditFilterInput {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

export function auditQuery(state: ListState): AuditListQuery {
  return { ...auditFilter(state), ...state.cursor, sort: state.sort === 'at' ? 'at' : '-at' };
}

export const isAuditFacet = (id: string): id is AuditFacet => (facets as readonly string[]).includes(id);
