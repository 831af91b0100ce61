import { database } from '#lib/platform/database.ts';
import { kinds } from '../kinds.ts';
import { type Permission, permissionNames } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import type { Team } from './schema.ts';

/** The teams whose assets the actor may see, by name, with what the actor may do in each. Archived teams are left out. */
export async function listTeams(actor: Actor): Promise<Team[]> {
  const { rows } = await database().pool.query<{ id: string; key: string; name: string }>(
    'SELECT id, key, name FROM teams WHERE archived_at IS NULL ORDER BY lower(name), id',
  );
  return rows
    .filter((team) => can(actor, 'asset.read', { teamId: team.id }))
    .map((team) => ({
      ...team,
      role: actor.memberships.find((each) => each.teamId === team.id)?.role ?? null,
      may: rightsIn(actor, team.id),
    }));
}

/** Each permission the actor holds in the team, with the kinds of asset it covers. */
function rightsIn(actor: Actor, teamId: string): Team['may'] {
  const covered = (permission: Permission) => kinds.filter((kind) => can(actor, permission, { teamId, kind }));
  return permissionNames.map((permission) => ({ permission, kinds: covered(permission) })).filter((right) => right.kinds.length > 0);
}
