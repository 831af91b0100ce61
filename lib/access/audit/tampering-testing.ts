/** For the test of tampering alone: every way in which the owner of the database can tamper with the log, and what must be found then. */
import type pg from 'pg';
import { newId } from '#lib/platform/identifiers.ts';
import { type Checkpoint, digestOf, hashOf, nothing, type SealedEvent } from './chain.ts';
import { checkpoint, headOf, lastCheckpoint, sealedColumns } from './sealing.ts';
import { otherKey } from './testing.ts';
import type { ProblemKind } from './verifier.ts';

export type Row = { seq: number; hash: string; event: SealedEvent };
export type Expected = { kinds: ProblemKind[]; seq?: number; upTo?: number; checkpoint?: number; eventId?: string; witness?: boolean };

/** The log as it stood before anybody touched it. */
export type Original = {
  client: pg.PoolClient;
  rows: Row[];
  checkpoints: Checkpoint[];
  /** Those of people who were not erased. */
  parts: { id: string; subject_id: string | null }[];
};

let { client, rows, checkpoints, parts }: Original = {
  client: undefined as unknown as pg.PoolClient,
  rows: [],
  checkpoints: [],
  parts: [],
};

/** To be told once, before anything is tampered with. */
export function tamperWith(original: Original): void {
  ({ client, rows, checkpoints, parts } = original);
}

export type Dice = { of: <T>(list: readonly T[]) => T; row: () => Row; pair: () => [Row, Row] };

export function diceOf(next: () => number): Dice {
  const of = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return {
    of,
    row: () => of(rows),
    pair: () => {
      const [a, b] = [of(rows), of(rows)];
      if (a.seq === b.seq) return [rows[0] as Row, rows[1] as Row];
      return a.seq < b.seq ? [a, b] : [b, a];
    },
  };
}

const run = (text: string, values: unknown[] = []) => client.query(text, values);
const vouchedBefore = (seq: number) => Math.max(0, ...checkpoints.filter((each) => each.seq < seq).map((each) => each.seq));
const firstRowWith = (part: string) => rows.find(({ event }) => event.personal?.some(({ id }) => id === part))?.seq ?? 0;

/** Makes the chain fit again from a row on, as the owner could: everything but the signatures. */
async function rechain(from: number): Promise<void> {
  const { rows: standing } = await client.query<{ seq: number; hash: string } & SealedEvent>(
    `SELECT s.seq::float8 AS seq, encode(s.hash, 'hex') AS hash, ${sealedColumns} FROM audit_seals s JOIN audit_events e ON e.id = s.event_id
     WHERE s.seq >= $1 ORDER BY s.seq`,
    [from],
  );
  let previous = rows.find(({ seq }) => seq === from - 1)?.hash ?? nothing;
  const made = standing.map(({ seq, hash: _, ...event }) => {
    const digest = digestOf(event);
    previous = hashOf(seq, previous, digest);
    return { seq, digest, hash: previous };
  });
  await run(
    `UPDATE audit_seals s SET digest = decode(m.digest, 'hex'), hash = decode(m.hash, 'hex')
     FROM unnest($1::bigint[], $2::text[], $3::text[]) AS m(seq, digest, hash) WHERE s.seq = m.seq`,
    [made.map((each) => each.seq), made.map((each) => each.digest), made.map((each) => each.hash)],
  );
}

const edits = [
  "event = 'asset.registered'",
  "at = at + interval '1 microsecond'",
  'actor_id = gen_random_uuid()',
  "actor_type = 'service'",
  "via = 'token', via_id = gen_random_uuid()",
  "target_type = 'team'",
  'target_id = gen_random_uuid()',
  'team_id = gen_random_uuid()',
  'operation_id = gen_random_uuid()',
  "request_id = request_id || 'x'",
  `before = coalesce(before, '{}') || '{"name": "forged"}'`,
  `after = coalesce(after, '{}') || '{"criticality": 99}'`,
  "personal = coalesce(personal, '[]') || jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'subject', null, 'sha256', 'x', 'fields', '[]'::jsonb))",
  'xid = ((xid::text)::bigint + 1)::text::xid8',
];

const insertEvent = (id: string, xid: string) =>
  run(
    `INSERT INTO audit_events (id, at, event, target_type, target_id, operation_id, request_id, xid)
     VALUES ($1, now() - interval '1 hour', 'asset.retired', 'asset', gen_random_uuid(), gen_random_uuid(), 'forged', $2::xid8)`,
    [id, xid],
  );

/** Renumbers the seals from one on. */
async function shift(from: number, by: number): Promise<void> {
  await run('UPDATE audit_seals SET seq = seq + 1000000 WHERE seq >= $1', [from]);
  await run('UPDATE audit_seals SET seq = seq - 1000000 + $1 WHERE seq > 1000000', [by]);
}

/** Every way to tamper: does it, and says what must be found. */
export const ways: Record<string, (dice: Dice) => Promise<Expected>> = {
  async editEvent(dice) {
    const { seq, event } = dice.row();
    await run(`UPDATE audit_events SET ${dice.of(edits)} WHERE id = $1`, [event.id]);
    return { kinds: ['changed'], seq, eventId: event.id };
  },
  async deleteEvent(dice) {
    const { seq, event } = dice.row();
    await run('DELETE FROM audit_events WHERE id = $1', [event.id]);
    return { kinds: ['missing'], seq };
  },
  async deleteSeal(dice) {
    const { seq } = dice.row();
    await run('DELETE FROM audit_seals WHERE seq = $1', [seq]);
    return { kinds: ['missing', 'truncated'], seq };
  },
  async deleteRow(dice) {
    const { seq, event } = dice.row();
    await run('DELETE FROM audit_seals WHERE seq = $1', [seq]);
    await run('DELETE FROM audit_events WHERE id = $1', [event.id]);
    return { kinds: ['missing', 'truncated'], seq };
  },
  async deleteRowAndCloseGap(dice) {
    const { seq } = dice.row();
    await run('DELETE FROM audit_seals WHERE seq = $1', [seq]);
    await shift(seq + 1, -1);
    return { kinds: ['changed', 'truncated'], seq };
  },
  async editSeal(dice) {
    const { seq } = dice.row();
    await run(`UPDATE audit_seals SET ${dice.of(['digest', 'hash'])} = sha256(hash) WHERE seq = $1`, [seq]);
    return { kinds: ['changed'], seq };
  },
  async sealOfNothing(dice) {
    const { seq } = dice.row();
    await run('UPDATE audit_seals SET event_id = gen_random_uuid() WHERE seq = $1', [seq]);
    return { kinds: ['missing'], seq };
  },
  async swapEvents(dice) {
    const [a, b] = dice.pair();
    await run('UPDATE audit_seals SET event_id = gen_random_uuid() WHERE seq = $1', [a.seq]);
    await run('UPDATE audit_seals SET event_id = $2 WHERE seq = $1', [b.seq, a.event.id]);
    await run('UPDATE audit_seals SET event_id = $2 WHERE seq = $1', [a.seq, b.event.id]);
    return { kinds: ['reordered'], seq: a.seq };
  },
  async swapSeals(dice) {
    const [a, b] = dice.pair();
    await run('UPDATE audit_seals SET seq = 1000000 WHERE seq = $1', [a.seq]);
    await run('UPDATE audit_seals SET seq = $2 WHERE seq = $1', [b.seq, a.seq]);
    await run('UPDATE audit_seals SET seq = $1 WHERE seq = 1000000', [b.seq]);
    return { kinds: ['changed'], seq: a.seq };
  },
  async insertUnsealed(dice) {
    const id = newId();
    await insertEvent(id, dice.of(rows.slice(0, -4)).event.xid);
    return { kinds: ['unsealed'], eventId: id };
  },
  async insertSealed(dice) {
    const { seq, event } = dice.row();
    const id = newId();
    await insertEvent(id, event.xid);
    await shift(seq, 1);
    await run('INSERT INTO audit_seals (seq, event_id, digest, hash) VALUES ($1, $2, sha256($3), sha256($4))', [seq, id, 'a', 'b']);
    return { kinds: ['changed'], seq };
  },
  async insertAndRechain(dice) {
    const { seq, event } = dice.row();
    const id = newId();
    await insertEvent(id, event.xid);
    await shift(seq, 1);
    await run('INSERT INTO audit_seals (seq, event_id, digest, hash) VALUES ($1, $2, sha256($3), sha256($4))', [seq, id, 'a', 'b']);
    await rechain(seq);
    return { kinds: ['rewritten'], seq: vouchedBefore(seq) + 1, upTo: seq };
  },
  async editAndRechain(dice) {
    const { seq, event } = dice.row();
    await run(`UPDATE audit_events SET ${dice.of(edits.slice(0, -2))} WHERE id = $1`, [event.id]);
    await rechain(seq);
    return { kinds: ['rewritten'], seq: vouchedBefore(seq) + 1, upTo: seq };
  },
  async editRechainAndUnsign(dice) {
    const { seq, event } = dice.row();
    await run(`UPDATE audit_events SET ${dice.of(edits.slice(0, -2))} WHERE id = $1`, [event.id]);
    await rechain(seq);
    await run('DELETE FROM audit_checkpoints WHERE seq >= $1', [seq]);
    return { kinds: ['unsigned'], seq: vouchedBefore(seq) + 1, upTo: seq };
  },
  async editRechainAndSignByAnother(dice) {
    const { seq, event } = dice.row();
    await run(`UPDATE audit_events SET ${dice.of(edits.slice(0, -2))} WHERE id = $1`, [event.id]);
    await rechain(seq);
    await run('DELETE FROM audit_checkpoints WHERE seq >= $1', [seq]);
    const before = await lastCheckpoint(client);
    await checkpoint(client, await headOf(client), before, otherKey, new Date());
    return { kinds: ['signature'], checkpoint: (before?.number ?? 0) + 1 };
  },
  async rewriteUnseenByTheDatabase(dice) {
    const { seq, event } = dice.row();
    await run(`UPDATE audit_events SET ${dice.of(edits.slice(0, -2))} WHERE id = $1`, [event.id]);
    await rechain(seq);
    await run('DELETE FROM audit_checkpoints WHERE seq >= $1', [seq]);
    return { kinds: ['rewritten'], seq: vouchedBefore(seq) + 1, upTo: seq, witness: true };
  },
  async cutTail(dice) {
    const { seq } = dice.row();
    await run('DELETE FROM audit_events e USING audit_seals s WHERE s.event_id = e.id AND s.seq >= $1', [seq]);
    await run('DELETE FROM audit_seals WHERE seq >= $1', [seq]);
    return { kinds: ['truncated'], seq };
  },
  async cutTailAndCheckpoints(dice) {
    const { seq } = dice.row();
    await run('DELETE FROM audit_events e USING audit_seals s WHERE s.event_id = e.id AND s.seq >= $1', [seq]);
    await run('DELETE FROM audit_seals WHERE seq >= $1', [seq]);
    await run('DELETE FROM audit_checkpoints WHERE seq >= $1', [seq]);
    return { kinds: ['truncated'], seq, witness: true };
  },
  async cutEverything() {
    await run('TRUNCATE audit_events, audit_personal, audit_seals, audit_checkpoints');
    return { kinds: ['truncated'], seq: 1, witness: true };
  },
  async cutHead(dice) {
    const { seq } = dice.row();
    await run('DELETE FROM audit_events e USING audit_seals s WHERE s.event_id = e.id AND s.seq <= $1', [seq]);
    await run('DELETE FROM audit_seals WHERE seq <= $1', [seq]);
    return { kinds: ['missing', 'truncated'], seq: 1 };
  },
  async editCheckpoint(dice) {
    const { number } = dice.of(checkpoints);
    const edit = dice.of([
      'seq = seq + 1',
      'hash = sha256(hash)',
      "at = at || '0'",
      "key_id = 'x'",
      'previous = sha256(previous)',
      'signature = sha512(hash)',
    ]);
    await run(`UPDATE audit_checkpoints SET ${edit} WHERE number = $1`, [number]);
    return { kinds: ['signature'], checkpoint: number };
  },
  async deleteCheckpoint(dice) {
    const { number } = dice.of(checkpoints.slice(0, -1));
    await run('DELETE FROM audit_checkpoints WHERE number = $1', [number]);
    return { kinds: ['checkpoint'], checkpoint: number };
  },
  async deleteLastCheckpoints(dice) {
    const { number } = dice.of(checkpoints);
    await run('DELETE FROM audit_checkpoints WHERE number >= $1', [number]);
    return { kinds: ['witness'], checkpoint: number, witness: true };
  },
  async deleteAllCheckpoints() {
    await run('DELETE FROM audit_checkpoints');
    return { kinds: ['unsigned'], seq: 1 };
  },
  async swapCheckpoints(dice) {
    const number = dice.of(checkpoints.slice(0, -1)).number;
    await run('UPDATE audit_checkpoints SET number = 1000000 WHERE number = $1', [number]);
    await run('UPDATE audit_checkpoints SET number = $1 WHERE number = $1 + 1', [number]).catch(() => undefined);
    await run('UPDATE audit_checkpoints SET number = $1 WHERE number = $2', [number, number + 1]);
    await run('UPDATE audit_checkpoints SET number = $1 WHERE number = 1000000', [number + 1]);
    return { kinds: ['signature'], checkpoint: number };
  },
  async editPersonal(dice) {
    const { id } = dice.of(parts);
    const edit = dice.of([`data = data || '{"address": "198.51.100.1"}'`, 'salt = sha256(salt)', 'subject_id = gen_random_uuid()']);
    await run(`UPDATE audit_personal SET ${edit} WHERE id = $1`, [id]);
    return { kinds: ['commitment'], seq: firstRowWith(id) };
  },
  async deletePersonal(dice) {
    const { id } = dice.of(parts);
    await run('DELETE FROM audit_personal WHERE id = $1', [id]);
    return { kinds: ['personal'], seq: firstRowWith(id) };
  },
  async replacePersonal(dice) {
    const [a, b] = [dice.of(parts.slice(0, parts.length / 2)), dice.of(parts.slice(parts.length / 2))];
    await run(
      'UPDATE audit_personal a SET salt = b.salt, data = b.data, subject_id = b.subject_id FROM audit_personal b WHERE a.id = $1 AND b.id = $2',
      [a.id, b.id],
    );
    return { kinds: ['commitment'], seq: firstRowWith(a.id) };
  },
  async insertPersonal(dice) {
    const { event } = dice.row();
    await run("INSERT INTO audit_personal (id, event_id, salt, data) VALUES (gen_random_uuid(), $1, $2, '{}')", [
      event.id,
      Buffer.alloc(16),
    ]);
    return { kinds: ['commitment'], eventId: event.id };
  },
  async pretendErasure(dice) {
    const { id, subject_id: subject } = dice.of(parts.filter((part) => part.subject_id !== null));
    await run(
      "INSERT INTO audit_events (id, event, target_type, target_id, operation_id, request_id) VALUES (gen_random_uuid(), 'user.erased', 'user', $1, gen_random_uuid(), 'forged')",
      [subject],
    );
    await run('DELETE FROM audit_personal WHERE id = $1', [id]);
    return { kinds: ['personal'], seq: firstRowWith(id) };
  },
};
