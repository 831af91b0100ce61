import type { RoleRow } from '#lib/access/roles/schema.ts';
import type { Team } from '#lib/access/teams/schema.ts';
import type { Givable } from './mapping-editor.tsx';

/** What mappings can give: standing roles of each scope, and the teams there are. */
export function givableOf(roles: readonly RoleRow[], teams: readonly Team[]): Givable {
  const of = (scope: RoleRow['scope']) =>
    roles.filter((role) => role.scope === scope && role.retiredAt === null).map(({ key, name }) => ({ value: key, label: name }));
  return {
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
    roles: { organisation: of('organisation'), team: of('team') },
  };
}
