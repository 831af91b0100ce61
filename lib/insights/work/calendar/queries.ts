import { actingUser } from '#lib/access/acting-user.ts';
import { hashToken } from '#lib/access/actor.ts';
import type { Actor } from '#lib/access/policy.ts';
import { ownScope } from '#lib/access/sessions/commands.ts';
import { now } from '#lib/platform/clock.ts';
import { database, read } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { workItems } from '../queries.ts';
import { calendarOf } from './rules.ts';
import type { OwnFeed } from './schema.ts';

/** A calendar shows so many things at most: the first due. */
export const mostEvents = 500;

/** Whether the actor has a feed, and when it was last asked for. */
export async function findFeed(actor: Actor): Promise<OwnFeed> {
  const [row] = await read(ownScope(actor.id), (reader) =>
    reader.rows<{ created_at: Date; used_at: Date | null }>(
      Prisma.sql`SELECT created_at, used_at FROM calendar_feeds WHERE user_id = ${actor.id}::uuid`,
    ),
  );
  return { feed: row ? { createdAt: row.created_at.toISOString(), usedAt: row.used_at?.toISOString() ?? null } : null };
}

/**
 * The calendar that a token opens: what My work shows its person at this moment, with the rights of this moment.
 * @throws AppError `not_found` for a token that was never made, replaced or ended, and for a person who was deactivated
 */
export async function openCalendar(token: string): Promise<string> {
  const { rows } = await database().pool.query<{ user_id: string | null }>('SELECT calendar_feed_of($1) AS user_id', [hashToken(token)]);
  const userId = rows[0]?.user_id;
  const actor = userId ? await actingUser(userId) : null;
  if (!actor) throw notFound('calendar');
  const at = now();
  return calendarOf(await workItems(actor, at, {}, mostEvents), env().GATEHOUSE_URL, at);
}
