/** Who holds a right, to be told of something. What each may see is judged when they are told. */
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { findBuiltInRole, organisationRoles, type Permission, teamRoles } from '../permissions.ts';

/** Of the role `r`: does it give the right? */
function gives(permission: Permission): Prisma.Sql {
  const builtIn = [...organisationRoles, ...teamRoles].filter((key) => findBuiltInRole(key)?.permissions.includes(permission));
  return Prisma.sql`(r.key = ANY (${builtIn}) OR (NOT r.built_in AND ${permission} = ANY (r.permissions)))`;
}

/** Active people who hold it in this team; without a team, in the whole organisation. */
export async function holdersOf(tx: Change['tx'], permission: Permission, teamId: string | null): Promise<string[]> {
  const inTeam = Prisma.sql`SELECT m.user_id FROM memberships m JOIN roles r ON r.key = m.role
    WHERE m.team_id = ${teamId}::uuid AND (m.expires_at IS NULL OR m.expires_at > now()) AND ${gives(permission)}`;
  const everywhere = Prisma.sql`SELECT u.id FROM users u JOIN roles r ON r.key = u.org_role WHERE ${gives(permission)}`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM users u WHERE u.status = 'active' AND u.id IN (${teamId === null ? everywhere : inTeam})`;
  return rows.map(({ id }) => id);
}
