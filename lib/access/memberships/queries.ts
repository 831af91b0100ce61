import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { roleOf } from '../held-rights.ts';
import type { Kind } from '../kinds.ts';
import type { Permission } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import { leadsQuery, seeTeam } from '../teams/queries.ts';
import { mayOutrank } from './policy.ts';
import type { Member } from './schema.ts';

type Row = {
  id: string;
  name: string;
  email: string;
  status: Member['status'];
  role: string;
  custom: { name: string; permissions: Permission[]; kinds: Kind[] } | null;
  retired: boolean;
  leads: boolean;
  expires_at: Date | null;
  created_at: Date;
  granted_by: string | null;
  version: number;
};

/** The members of a team, those who lead it first, then by name. @throws AppError `not_found` for a team that the actor does not see. */
export async function listMembers(actor: Actor, teamId: string): Promise<Member[]> {
  return read({ actorId: actor.id, read: [], write: [] }, async (reader) => {
    await seeTeam(reader, actor, teamId);
    return (await memberRows(reader, teamId)).map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      status: row.status,
      role: nameOf(row),
      roleRetired: row.retired,
      leads: row.leads,
      expiresAt: row.expires_at?.toISOString() ?? null,
      since: row.created_at.toISOString(),
      grantedBy: row.granted_by,
      version: row.version,
      mayChange: can(actor, 'member.manage', { teamId }) && mayOutrank(actor, roleOf('team', row.role, row.custom), teamId),
    }));
  });
}

const nameOf = (row: Row) => {
  const { key, name } = roleOf('team', row.role, row.custom);
  return { key, name };
};

const memberRows = (reader: Reader, teamId: string) =>
  reader.rows<Row>(Prisma.sql`
    SELECT u.id, u.name, u.email, u.status, m.role, m.expires_at, m.created_at, m.version, g.name AS granted_by, r.retired_at IS NOT NULL AS retired,
      CASE WHEN NOT r.built_in THEN json_build_object('name', r.name, 'permissions', r.permissions, 'kinds', r.kinds) END AS custom,
      ${leadsQuery} AS leads
    FROM memberships m JOIN users u ON u.id = m.user_id JOIN roles r ON r.key = m.role LEFT JOIN users g ON g.id = m.granted_by
    WHERE m.team_id = ${teamId}::uuid AND (m.expires_at IS NULL OR m.expires_at > now())
    ORDER BY leads DESC, lower(u.name), u.id`);
