import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type EventRow, eventColumns, eventJoins, toldBy } from '../../audit/sql.ts';
import type { Actor } from '../../policy.ts';
import { seeTeam } from '../queries.ts';
import type { TeamActivity, TeamActivityInput } from './schema.ts';

/** What is told of a team; its assets have activity of their own. */
const told = ['team', 'user', 'membership', 'access_request', 'service_account'];

type Row = EventRow & { subject: string | null };

/** What happened in a team, newest first, a page at a time. @throws AppError `not_found` for a team that the actor does not see. */
export async function teamActivity(actor: Actor, { id, after, limit }: TeamActivityInput): Promise<TeamActivity> {
  const [at, event] = after ? decodeCursor(after, 'after', 'at', ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (e.at, e.id) < (${String(at)}::timestamptz, ${event}::uuid)` : Prisma.empty;
  // Seeing the team is the right to know of it, whatever may be read of its assets.
  return read({ actorId: actor.id, read: [id], write: [] }, async (reader) => {
    await seeTeam(reader, actor, id);
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT ${eventColumns}, coalesce(p.name, c.name) AS subject FROM audit_events e ${eventJoins}
        LEFT JOIN access_requests q ON e.target_type = 'access_request' AND q.id = e.target_id
        LEFT JOIN users p ON p.id = CASE WHEN e.target_type IN ('user', 'membership') THEN e.target_id
          WHEN e.target_type = 'access_request' THEN q.user_id ELSE (e.after ->> 'userId')::uuid END
        LEFT JOIN service_accounts c ON e.target_type = 'service_account' AND c.id = e.target_id
      WHERE e.team_id = ${id}::uuid AND e.target_type = ANY (${told}) ${bound}
      ORDER BY e.at DESC, e.id DESC LIMIT ${limit + 1}`);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const roles = await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM roles`);
    return {
      entries: shown.map((row) => {
        const { before, after: now } = toldBy(row);
        const { id: entry, event: name, actor_name: actorName, subject } = row;
        return { id: entry, at: row.at.toISOString(), event: name, actorName, subject, before, after: now };
      }),
      roles: Object.fromEntries(roles.map(({ key, name }) => [key, name])),
      next: rows.length > limit && last ? encodeCursor({ sort: 'at', values: [last.exact, last.id] }) : null,
    };
  });
}
