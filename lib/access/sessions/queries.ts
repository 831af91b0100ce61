import { database } from '#lib/platform/database.ts';
import { idleMinutes } from '../actor.ts';
import type { Actor } from '../policy.ts';
import type { SessionMethod } from './rules.ts';
import type { OwnSession } from './schema.ts';

/** The actor's sessions that still hold, the one in use first, then by last use. */
export async function listOwnSessions(actor: Actor): Promise<OwnSession[]> {
  const { rows } = await database().pool.query<{
    id: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    address: string | null;
    user_agent: string | null;
    method: SessionMethod;
  }>(
    `SELECT id, created_at, last_seen_at, expires_at, address, user_agent, method FROM sessions
     WHERE user_id = $1 AND expires_at > now() AND last_seen_at > now() - make_interval(mins => $2)
     ORDER BY id = $3 DESC, last_seen_at DESC, id LIMIT 100`,
    [actor.id, idleMinutes, actor.sessionId],
  );
  return rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    startedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endsAt: row.expires_at.toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    method: row.method,
  }));
}
