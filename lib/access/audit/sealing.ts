/** The statements of the sealer: what is settled and not sealed yet, and the seals and checkpoints as they are written. */
import { canonicalJson } from '#lib/platform/canonical-json.ts';
import type { Commitment } from '#lib/platform/personal-data.ts';
import { type Checkpoint, checkpointDigest, digestOf, hashOf, nothing, type SealedEvent, type SigningKey, signed } from './chain.ts';

/** A connection, or a pool of them; `pg`'s both fit. */
export type Queryable = { query<R>(text: string, values?: unknown[]): Promise<{ rows: R[] }> };

/** Where the chain ends; `xid` and `eventId` are of the last event in it. `swept`: nothing of another cluster is left to seal. */
export type Head = { seq: number; hash: string; xid: string | null; eventId: string | null; swept: boolean };

/** An event as it is sealed, by the names of `SealedEvent`. */
export const sealedColumns = `e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.event, e.actor_id AS "actorId", e.actor_type AS "actorType",
  e.via, e.via_id AS "viaId", e.target_type AS "targetType", e.target_id AS "targetId", e.team_id AS "teamId", e.operation_id AS "operationId",
  e.request_id AS "requestId", e.before, e.after, e.personal, e.xid::text AS xid`;

type SealedRow = SealedEvent & { personal: Commitment[] | null };

export async function headOf(client: Queryable): Promise<Head> {
  const { rows } = await client.query<{ seq: string; hash: string; xid: string | null; id: string | null }>(
    `SELECT l.seq, encode(l.hash, 'hex') AS hash, p.xid::text AS xid, p.id FROM (SELECT seq, hash FROM audit_seals ORDER BY seq DESC LIMIT 1) l
     LEFT JOIN (SELECT e.xid, e.id FROM audit_seals s JOIN audit_events e ON e.id = s.event_id ORDER BY s.seq DESC LIMIT 1) p ON true`,
  );
  const [row] = rows;
  const { seq = '0', hash = nothing, xid = null, id = null } = row ?? {};
  return { seq: Number(seq), hash, xid, eventId: id, swept: false };
}

const unsealed = 'NOT EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id)';

/**
 * Events that come next, in the order of (transaction, id). A transaction below the snapshot's xmin has ended, so that nothing can come before them
 * any more. Where the head's transaction is of the future, the database was restored from a dump into another cluster, which counts from anew:
 * then everything unsealed is looked for, what came along from the old one (numbered past every transaction of this one) first.
 */
async function settledAfter(client: Queryable, head: Head, most: number): Promise<SealedRow[]> {
  const settled = 'e.xid < pg_snapshot_xmin(pg_current_snapshot())';
  if (head.xid !== null && !(await isOfTheFuture(client, head.xid))) {
    const { rows } = await client.query<SealedRow>(
      `SELECT ${sealedColumns} FROM audit_events e WHERE (e.xid, e.id) > ($1::xid8, $2::uuid) AND ${settled} AND ${unsealed} ORDER BY e.xid, e.id LIMIT $3`,
      [head.xid, head.eventId, most],
    );
    return rows;
  }
  const { rows } = await client.query<SealedRow>(
    `SELECT ${sealedColumns} FROM audit_events e WHERE (${settled}${head.swept ? '' : ' OR e.xid >= pg_snapshot_xmax(pg_current_snapshot())'}) AND ${unsealed}
     ORDER BY e.xid < pg_snapshot_xmin(pg_current_snapshot()), e.xid, e.id LIMIT $1`,
    [most],
  );
  return rows;
}

async function isOfTheFuture(client: Queryable, xid: string): Promise<boolean> {
  const { rows } = await client.query<{ future: boolean }>('SELECT $1::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) AS future', [xid]);
  return rows[0]?.future ?? false;
}

/**
 * Seals the next events, in one statement; returns the new head, or the same where nothing was settled.
 * @throws Error (23505) when another sealer was faster: nothing is written then.
 */
export async function sealNext(client: Queryable, head: Head, most: number): Promise<{ head: Head; sealed: number }> {
  const events = await settledAfter(client, head, most);
  let { seq, hash } = head;
  const digests: string[] = [];
  const hashes: string[] = [];
  for (const event of events) {
    seq += 1;
    const digest = digestOf(event);
    hash = hashOf(seq, hash, digest);
    digests.push(digest);
    hashes.push(hash);
  }
  const last = events.at(-1);
  if (!last) return { head: { ...head, swept: true }, sealed: 0 };
  await client.query(
    `INSERT INTO audit_seals (seq, event_id, digest, hash)
     SELECT $1::bigint + n, id, decode(digest, 'hex'), decode(hash, 'hex') FROM unnest($2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS t(id, digest, hash, n)`,
    [head.seq, events.map((event) => event.id), digests, hashes],
  );
  return { head: { ...head, seq, hash, xid: last.xid, eventId: last.id }, sealed: events.length };
}

const checkpointColumns = `number::float8 AS number, seq::float8 AS seq, encode(hash, 'hex') AS hash, at, key_id AS "keyId", encode(previous, 'hex') AS previous,
  rtrim(translate(encode(signature, 'base64'), E'+/\\n', '-_'), '=') AS signature`;

export async function lastCheckpoint(client: Queryable): Promise<Checkpoint | null> {
  const { rows } = await client.query<Checkpoint>(`SELECT ${checkpointColumns} FROM audit_checkpoints ORDER BY number DESC LIMIT 1`);
  return rows[0] ?? null;
}

/** Checkpoints past `number`, in their order. */
export async function checkpointsAfter(client: Queryable, number: number, most: number): Promise<Checkpoint[]> {
  const { rows } = await client.query<Checkpoint>(
    `SELECT ${checkpointColumns} FROM audit_checkpoints WHERE number > $1 ORDER BY number LIMIT $2`,
    [number, most],
  );
  return rows;
}

/** Signs the head and writes it down. */
export async function checkpoint(client: Queryable, head: Head, before: Checkpoint | null, key: SigningKey, at: Date): Promise<Checkpoint> {
  const made = signed(
    {
      number: (before?.number ?? 0) + 1,
      seq: head.seq,
      hash: head.hash,
      at: at.toISOString().replace('Z', '000Z'),
      previous: before ? checkpointDigest(before) : nothing,
    },
    key,
  );
  await writeCheckpoint(client, made);
  return made;
}

/** Writes a checkpoint; one of the same number that is there stays. */
export async function writeCheckpoint(client: Queryable, made: Checkpoint): Promise<void> {
  await client.query(
    `INSERT INTO audit_checkpoints (number, seq, hash, at, key_id, previous, signature)
     VALUES ($1, $2, decode($3, 'hex'), $4, $5, decode($6, 'hex'), $7) ON CONFLICT (number) DO NOTHING`,
    [made.number, made.seq, made.hash, made.at, made.keyId, made.previous, Buffer.from(made.signature, 'base64url')],
  );
}

/** One line for a witness, an export, a webhook. */
export const checkpointLine = (made: Checkpoint): string => canonicalJson(made);
