import { read } from '#lib/platform/database.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, teamsWith } from '../policy.ts';
import { leadsQuery } from '../teams/queries.ts';
import type { AccessRequest, RequestListInput } from './schema.ts';

type Row = {
  id: string;
  team_id: string;
  team_name: string;
  user_id: string;
  user_name: string;
  role: string;
  role_name: string;
  retired: boolean;
  held: string | null;
  held_name: string | null;
  reason: string;
  until: Date | null;
  status: AccessRequest['status'];
  decider: string | null;
  decided_at: Date | null;
  note: string | null;
  created_at: Date;
};

/** More than these are not listed; older ones stand in the audit log. */
const listed = 200;

/** The requests where the actor decides, or their own: those that wait longest first, else the newest first. At most 200. */
export async function listRequests(actor: Actor, { which, teamId }: RequestListInput): Promise<AccessRequest[]> {
  const deciding = teamsWith(actor, 'member.manage');
  const own = Prisma.sql`a.user_id = ${actor.id}::uuid`;
  const where = [which === 'mine' ? own : Prisma.sql`a.status ${which === 'waiting' ? Prisma.sql`= 'open'` : Prisma.sql`<> 'open'`}`];
  if (which !== 'mine') {
    where.push(Prisma.sql`NOT ${own}`);
    if (deciding !== 'every') where.push(Prisma.sql`a.team_id = ANY (${deciding}::uuid[])`);
  }
  if (teamId) where.push(Prisma.sql`a.team_id = ${teamId}::uuid`);
  const order = which === 'waiting' ? Prisma.sql`a.created_at, a.id` : Prisma.sql`a.created_at DESC, a.id DESC`;
  const rows = await read(decidingScope(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT a.id, a.team_id, t.name AS team_name, a.user_id, u.name AS user_name, a.role, r.name AS role_name, r.retired_at IS NOT NULL AS retired,
        m.role AS held, h.name AS held_name, a.reason, a.until, a.status, d.name AS decider, a.decided_at, a.note, a.created_at
      FROM access_requests a JOIN teams t ON t.id = a.team_id JOIN users u ON u.id = a.user_id JOIN roles r ON r.key = a.role
        LEFT JOIN users d ON d.id = a.decided_by
        LEFT JOIN memberships m ON m.team_id = a.team_id AND m.user_id = a.user_id AND (m.expires_at IS NULL OR m.expires_at > now())
        LEFT JOIN roles h ON h.key = m.role
      WHERE ${Prisma.join(where, ' AND ')} ORDER BY ${order} LIMIT ${listed}`),
  );
  return rows.map((row) => ({
    id: row.id,
    team: { id: row.team_id, name: row.team_name },
    person: { id: row.user_id, name: row.user_name },
    role: { key: row.role, name: row.role_name },
    roleRetired: row.retired,
    held: row.held && row.held_name ? { key: row.held, name: row.held_name } : null,
    reason: row.reason,
    until: row.until?.toISOString() ?? null,
    status: row.status,
    decidedBy: row.decider,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    createdAt: row.created_at.toISOString(),
  }));
}

/** How many requests wait for the actor to decide on. */
export async function countWaiting(actor: Actor): Promise<number> {
  const deciding = teamsWith(actor, 'member.manage');
  if (deciding !== 'every' && deciding.length === 0) return 0;
  const [row] = await read(decidingScope(actor), (reader) =>
    reader.rows<{ waiting: number }>(Prisma.sql`
      SELECT count(*)::int AS waiting FROM access_requests a WHERE a.status = 'open' AND a.user_id <> ${actor.id}::uuid
        ${deciding === 'every' ? Prisma.empty : Prisma.sql`AND a.team_id = ANY (${deciding}::uuid[])`}`),
  );
  return row?.waiting ?? 0;
}

/** Requests are read where one decides on them, and one's own everywhere; what follows from a decision is written there too. */
export function decidingScope(actor: Actor) {
  const teams = teamsWith(actor, 'member.manage');
  return { actorId: actor.id, read: teams, write: teams } as const;
}

/** Whoever may decide on a request for the team: those who lead it, and where nobody does, those who manage every team's members. */
export async function decidersOf({ tx }: Pick<Change, 'tx'>, teamId: string, except: string): Promise<string[]> {
  const leads = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM memberships m JOIN users u ON u.id = m.user_id JOIN roles r ON r.key = m.role
    WHERE m.team_id = ${teamId}::uuid AND u.status = 'active' AND u.id <> ${except}::uuid AND (m.expires_at IS NULL OR m.expires_at > now()) AND ${leadsQuery}`;
  if (leads.length > 0) return leads.map((each) => each.id);
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM users u JOIN roles r ON r.key = u.org_role
    WHERE u.status = 'active' AND u.id <> ${except}::uuid AND (u.org_role = 'admin' OR 'member.manage' = ANY (r.permissions))`;
  return others.map((each) => each.id);
}
