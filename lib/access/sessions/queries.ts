import { database } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../policy.ts';
import { sessionStands } from '../settings/sql.ts';
import type { SessionMethod } from './rules.ts';
import type { OwnSession } from './schema.ts';

/** The actor's sessions that still hold, the one in use first, then by last use. */
export async function listOwnSessions(actor: Actor): Promise<OwnSession[]> {
  const query = Prisma.sql`
    SELECT s.id, s.created_at, s.last_seen_at, s.expires_at, s.address, s.user_agent, s.method FROM sessions s
    WHERE s.user_id = ${actor.id}::uuid AND ${sessionStands}
    ORDER BY s.id::text = ${actor.sessionId} DESC, s.last_seen_at DESC, s.id LIMIT 100`;
  const { rows } = await database().pool.query<{
    id: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    address: string | null;
    user_agent: string | null;
    method: SessionMethod;
  }>(query.text, query.values);
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
