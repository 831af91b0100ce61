/** What the owner of the database can do to the log, with every guard set aside, is found, and the first broken row is named. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import type { Checkpoint, SealedEvent } from './chain.ts';
import { keysById } from './keys.ts';
import { sealedColumns } from './sealing.ts';
import { diceOf, type Expected, type Row, tamperWith, ways } from './tampering-testing.ts';
import { sealAndSign, sealedLog, sealerClient, testKey } from './testing.ts';
import type { Problem } from './verifier.ts';
import { verifyDatabase } from './verify-database.ts';

const rounds = 520;
const keys = keysById([testKey.publicKey]);
const later = new Date(Date.now() + 3_600_000);

let client: pg.PoolClient;
let rows: Row[];
let checkpoints: Checkpoint[];
let parts: { id: string; subject_id: string | null }[];

beforeAll(async () => {
  const sealer = await sealerClient();
  await sealedLog(sealer, 60, 6);
  await sealAndSign(sealer);
  await sealer.end();
  client = await owner.connect();
  const found = await client.query<{ seq: number; hash: string } & SealedEvent>(
    `SELECT s.seq::float8 AS seq, encode(s.hash, 'hex') AS hash, ${sealedColumns} FROM audit_seals s JOIN audit_events e ON e.id = s.event_id ORDER BY s.seq`,
  );
  rows = found.rows.map(({ seq, hash, ...event }) => ({ seq, hash, event }));
  checkpoints = (
    await client.query<Checkpoint>(
      'SELECT number::float8 AS number, seq::float8 AS seq, encode(hash, $1) AS hash, at, key_id AS "keyId", encode(previous, $1) AS previous, encode(signature, $2) AS signature FROM audit_checkpoints ORDER BY number',
      ['hex', 'base64'],
    )
  ).rows.map((each) => ({ ...each, signature: Buffer.from(each.signature, 'base64').toString('base64url') }));
  parts = (
    await client.query<{ id: string; subject_id: string | null }>(
      "SELECT id, subject_id FROM audit_personal WHERE subject_id IS DISTINCT FROM (SELECT target_id FROM audit_events WHERE event = 'user.erased') ORDER BY id",
    )
  ).rows;
  tamperWith({ client, rows, checkpoints, parts });
});

afterAll(() => client.release());

/** Mulberry32: the same tampering every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('the log that nobody touched is whole', async () => {
  expect(rows.length).toBeGreaterThan(70);
  expect(checkpoints.length).toBeGreaterThan(9);
  const verdict = await verifyDatabase(client, { keys, now: later, witness: checkpoints });
  expect(verdict).toMatchObject({ ok: true, problem: null, seq: rows.length, rows: rows.length });
});

test(`${rounds} random acts of tampering by the database's owner are all found, each by its first broken row`, async () => {
  const names = Object.keys(ways);
  for (let round = 0; round < rounds; round += 1) {
    const name = names[round % names.length] ?? '';
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    const expected = await ways[name]?.(diceOf(random(round)));
    const { witness, ...wanted } = expected ?? { kinds: [] };
    const verdict = await verifyDatabase(client, { keys, now: later, witness: witness ? checkpoints : [] });
    await client.query('ROLLBACK');
    expect(
      problemAgainst(verdict.problem, wanted),
      `${name}, round ${round}: ${JSON.stringify({ wanted, problem: verdict.problem })}`,
    ).toBe('');
  }
});

function problemAgainst(problem: Problem | null, { kinds, seq, checkpoint: number, eventId }: Expected): string {
  if (!problem) return 'nothing was found';
  if (!kinds.includes(problem.kind)) return `kind ${problem.kind}`;
  if (seq !== undefined && problem.seq !== seq) return `row ${problem.seq} instead of ${seq}`;
  if (number !== undefined && problem.checkpoint !== number) return `checkpoint ${problem.checkpoint} instead of ${number}`;
  if (eventId !== undefined && problem.eventId !== eventId) return `event ${problem.eventId} instead of ${eventId}`;
  return '';
}
