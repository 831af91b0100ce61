import { database } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { OrganisationRole } from './permissions.ts';
import type { Actor, Membership } from './policy.ts';

type Row = { id: string; name: string; email: string; org_role: OrganisationRole; time_zone: string; memberships: Membership[] };

/**
 * Who asked for a job, with the rights of this moment, or null for somebody who was deactivated since. A job has no session: its `sessionId`
 * is empty.
 */
export async function actingUser(userId: string): Promise<Actor | null> {
  const query = Prisma.sql`
    SELECT u.id, u.name, u.email, u.org_role, u.time_zone,
           (SELECT coalesce(json_agg(json_build_object('teamId', m.team_id, 'teamKey', t.key, 'teamName', t.name, 'role', m.role) ORDER BY t.name), '[]')
            FROM memberships m JOIN teams t ON t.id = m.team_id
            WHERE m.user_id = u.id AND t.archived_at IS NULL) AS memberships
    FROM users u WHERE u.id = ${userId}::uuid AND u.status = 'active'`;
  const { rows } = await database().pool.query<Row>(query.text, query.values);
  const [row] = rows;
  if (!row) return null;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    orgRole: row.org_role,
    timeZone: row.time_zone,
    sessionId: '',
    memberships: row.memberships,
  };
}
