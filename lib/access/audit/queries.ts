import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { ownKey } from './keys.ts';
import { type ListedEvent, listedColumns, logScope, toRows } from './list/queries.ts';
import { namesWithin } from './list/sql.ts';
import type { AuditDetail, AuditStatus } from './schema.ts';
import { type EventRow, eventColumns, eventJoins, toldBy } from './sql.ts';

export type ActivityTarget = { targetType: string; targetId: string };

export type ActivityEntry = {
  id: string;
  at: string;
  event: string;
  actorId: string | null;
  /** Null where nobody acted, and for a service account that the reader may not see. */
  actorName: string | null;
  operationId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Fields whose values went with the person that they were about, such as "after.name". */
  erased: string[];
};

export type ActivityOptions = {
  /** The right that the caller has checked for the target: events of teams without it are left out. */
  permission?: Permission;
  /** Events that are left out where the reader sees the other one of the same operation: [event, the one that tells more]. */
  toldBetter?: readonly (readonly [string, string])[];
};

/**
 * What happened to one thing, newest first, a page at a time: the one source of every activity tab. Whether the actor may see the thing is for the
 * caller to check; where it came from (addresses) is for the audit log alone and left out here.
 * @throws AppError `invalid` for a cursor that is not one of ours.
 */
export async function activityOf(
  actor: Actor,
  { targetType, targetId }: ActivityTarget,
  page: { after?: string; limit: number },
  { permission = 'asset.read', toldBetter = [] }: ActivityOptions = {},
): Promise<{ entries: ActivityEntry[]; next: string | null }> {
  const [at, id] = page.after ? decodeCursor(page.after, 'after', 'at', ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (e.at, e.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
  const without = toldBetter.map(
    ([event, better]) => Prisma.sql`AND NOT (e.event = ${event} AND EXISTS (SELECT FROM audit_events m
      WHERE m.operation_id = e.operation_id AND m.target_type = e.target_type AND m.target_id = e.target_id AND m.event = ${better}))`,
  );
  const scope = { actorId: actor.id, read: teamsWith(actor, permission), write: [] };
  const rows = await read(scope, (reader) =>
    reader.rows<EventRow>(Prisma.sql`
      SELECT ${eventColumns} FROM audit_events e ${eventJoins}
      WHERE e.target_type = ${targetType} AND e.target_id = ${targetId}::uuid ${bound}
        ${without.length > 0 ? Prisma.join(without, ' ') : Prisma.empty}
      ORDER BY e.at DESC, e.id DESC LIMIT ${page.limit + 1}`),
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    entries: shown.map((row) => {
      const { before, after, erased } = toldBy(row);
      return {
        id: row.id,
        at: row.at.toISOString(),
        event: row.event,
        actorId: row.actor_id,
        actorName: row.actor_name,
        operationId: row.operation_id,
        before,
        after,
        erased,
      };
    }),
    next: rows.length > page.limit && last ? encodeCursor({ sort: 'at', values: [last.exact, last.id] }) : null,
  };
}

/** One event with all that is known of it. @throws AppError `not_found`, also outside the actor's scope. */
export async function getEvent(actor: Actor, id: string): Promise<AuditDetail> {
  return read(logScope(actor), async (reader) => {
    const [row] = await reader.rows<ListedEvent>(
      Prisma.sql`SELECT ${listedColumns} FROM audit_events e ${eventJoins} WHERE e.id = ${id}::uuid`,
    );
    if (!row) throw notFound('event');
    const siblings = await reader.rows<ListedEvent>(Prisma.sql`
      SELECT ${listedColumns} FROM audit_events e ${eventJoins} WHERE e.operation_id = ${row.operation_id}::uuid AND e.id <> ${id}::uuid ORDER BY e.at, e.id LIMIT 20`);
    const [counted] = await reader.rows<{ count: number }>(
      Prisma.sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM audit_events e WHERE e.operation_id = ${row.operation_id}::uuid LIMIT 10001) c`,
    );
    const [listed, ...others] = await toRows(reader, [row, ...siblings]);
    if (!listed) throw notFound('event');
    const { before, after, erased } = toldBy(row);
    return {
      ...listed,
      viaId: row.via_id,
      teamId: row.team_id,
      operationId: row.operation_id,
      requestId: row.request_id,
      before,
      after,
      erased,
      names: await namesWithin(reader, [before, after]),
      siblings: others,
      siblingCount: Math.max(0, (counted?.count ?? 1) - 1),
      seal: await sealOf(reader, id),
    };
  });
}

async function sealOf(reader: Reader, eventId: string): Promise<AuditDetail['seal']> {
  const [row] = await reader.rows<{
    seq: number;
    digest: string;
    hash: string;
    number: number | null;
    signed_at: string | null;
  }>(Prisma.sql`
    SELECT s.seq::float8 AS seq, encode(s.digest, 'hex') AS digest, encode(s.hash, 'hex') AS hash, c.number::float8 AS number, c.at AS signed_at
    FROM audit_seals s LEFT JOIN LATERAL (SELECT number, at FROM audit_checkpoints WHERE seq >= s.seq ORDER BY number LIMIT 1) c ON true
    WHERE s.event_id = ${eventId}::uuid`);
  if (!row) return null;
  const checkpoint = row.number !== null && row.signed_at !== null ? { number: row.number, at: row.signed_at } : null;
  return { seq: row.seq, digest: row.digest, hash: row.hash, checkpoint };
}

type VerificationRow = { at: Date; ok: boolean; seq: number; problem: string | null };

/** How far the log was sealed, signed and verified, and the key that its checkpoints are signed with. */
export async function getAuditStatus(): Promise<AuditStatus> {
  return read({ actorId: null, read: 'every', write: [] }, async (reader) => {
    const [sealed] = await reader.rows<{ seq: number; at: Date }>(Prisma.sql`
      SELECT s.seq::float8 AS seq, e.at FROM audit_seals s JOIN audit_events e ON e.id = s.event_id ORDER BY s.seq DESC LIMIT 1`);
    const [signed] = await reader.rows<{ number: number; seq: number; at: string; key_id: string }>(
      Prisma.sql`SELECT number::float8 AS number, seq::float8 AS seq, at, key_id FROM audit_checkpoints ORDER BY number DESC LIMIT 1`,
    );
    const [verified] = await reader.rows<VerificationRow>(
      Prisma.sql`SELECT at, ok, seq::float8 AS seq, problem FROM audit_verifications ORDER BY at DESC LIMIT 1`,
    );
    const [whole] = await reader.rows<{ at: Date }>(
      Prisma.sql`SELECT at FROM audit_verifications WHERE "full" AND ok ORDER BY at DESC LIMIT 1`,
    );
    const key = ownKey();
    return {
      sealed: sealed ? { seq: sealed.seq, at: sealed.at.toISOString() } : null,
      signed: signed ? { number: signed.number, seq: signed.seq, at: signed.at, keyId: signed.key_id } : null,
      verified: verified ? { ...verified, at: verified.at.toISOString() } : null,
      verifiedWhole: whole?.at.toISOString() ?? null,
      publicKey: { id: key.id, pem: key.publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    };
  });
}

/** What the last verification found broken, in a sentence; null where all is well. One lookup by index, for every page of those who may know. */
export async function findProblem(): Promise<string | null> {
  const [last] = await read({ actorId: null, read: [], write: [] }, (reader) =>
    reader.rows<{ problem: string | null }>(Prisma.sql`SELECT problem FROM audit_verifications ORDER BY at DESC LIMIT 1`),
  );
  return last?.problem ?? null;
}
