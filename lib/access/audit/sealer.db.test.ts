import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { append } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { houseScope } from '../policy.ts';
import { keysById } from './keys.ts';
import { type Memory, runSealer, type SealerOptions, sealOn } from './sealer.ts';
import { headOf, sealNext } from './sealing.ts';
import { actBy, erase, happen, sealAndSign, sealedLog, sealerClient, testKey } from './testing.ts';
import { verifyDatabase } from './verify-database.ts';
import { fileWitness, readWitness, webhookWitness } from './witness.ts';

const url = process.env.DATABASE_URL ?? '';
const keys = keysById([testKey.publicKey]);
const stops: AbortController[] = [];

beforeEach(async () => {
  await owner.query(
    'SET session_replication_role = replica; TRUNCATE audit_events, audit_personal, audit_seals, audit_checkpoints, audit_verifications; RESET session_replication_role',
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

function optionsOf(given: Partial<SealerOptions> = {}): SealerOptions & { stop: AbortController } {
  const stop = new AbortController();
  stops.push(stop);
  return { url, key: testKey, witnesses: [], signal: stop.signal, pollEvery: 20, stop, ...given };
}

const sealersLock =
  "locktype = 'advisory' AND objid = (hashtext('gatehouse.audit.sealer')::bigint & 4294967295)::oid AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
const count = async (table: string) => Number((await owner.query(`SELECT count(*) AS count FROM ${table}`)).rows[0].count);
const verdict = async (witness = {}) => verifyDatabase(owner as unknown as pg.Client, { keys, now: new Date(), ...witness });

/** An event in a transaction of its own that stays open. */
async function openTransaction(): Promise<{ id: string; commit(): Promise<void> }> {
  const client = await owner.connect();
  await client.query('BEGIN');
  const id = newId();
  await client.query(
    "INSERT INTO audit_events (id, event, target_type, operation_id, request_id) VALUES ($1, 'asset.edited', 'asset', gen_random_uuid(), 'open')",
    [id],
  );
  return {
    id,
    async commit() {
      await client.query('COMMIT');
      client.release();
    },
  };
}

test('an event whose transaction is still open holds back those after it, and is skipped by none', async () => {
  const sealer = await sealerClient();
  await happen(1, newId());
  const open = await openTransaction();
  await happen(2, newId());
  await happen(4, newId());
  const first = await sealNext(sealer, await headOf(sealer), 100);
  expect(first.sealed).toBe(1);
  await open.commit();
  const second = await sealNext(sealer, first.head, 100);
  expect(second.sealed).toBe(3);
  const { rows } = await owner.query('SELECT event_id FROM audit_seals WHERE seq = 2');
  expect(rows).toEqual([{ event_id: open.id }]);
  expect(second.head.seq).toBe(await count('audit_events'));
  await sealer.end();
});

test('the order is that of transactions, then of events, without a gap, and the chain holds', async () => {
  const sealer = await sealerClient();
  await sealedLog(sealer, 20, 7);
  await sealAndSign(sealer);
  await sealer.end();
  const { rows } = await owner.query<{ gapless: boolean; ordered: boolean; all: boolean }>(
    `SELECT max(seq) = count(*) AS gapless, count(*) = (SELECT count(*) FROM audit_events) AS all,
       bool_and(e.n = s.seq) AS ordered FROM audit_seals s JOIN (SELECT id, row_number() OVER (ORDER BY xid, id) AS n FROM audit_events) e ON e.id = s.event_id`,
  );
  expect(rows).toEqual([{ gapless: true, ordered: true, all: true }]);
  expect(await verdict()).toMatchObject({ ok: true, problem: null });
});

test('of two sealers one works; when it stops, the other goes on where it ended', async () => {
  const [one, other] = [optionsOf(), optionsOf()];
  const running = [runSealer(one), runSealer(other)];
  for (let at = 1; at <= 6; at += 1) await happen(at, newId());
  await vi.waitFor(async () => expect(await count('audit_seals')).toBe(await count('audit_events')), { timeout: 10_000 });
  const { rows: holders } = await owner.query(`SELECT 1 FROM pg_locks WHERE ${sealersLock} AND granted`);
  expect(holders.length).toBe(1);
  one.stop.abort();
  for (let at = 7; at <= 9; at += 1) await happen(at, newId());
  await vi.waitFor(async () => expect(await count('audit_seals')).toBe(await count('audit_events')), { timeout: 10_000 });
  other.stop.abort();
  await Promise.all(running);
  expect(await verdict()).toMatchObject({ ok: true, notes: [] });
});

test('two that seal at once without the lock write one chain: the slower one writes nothing', async () => {
  const [one, other] = [await sealerClient(), await sealerClient()];
  for (let at = 1; at <= 5; at += 1) await happen(at, newId());
  const head = await headOf(one);
  const outcomes = await Promise.allSettled([sealNext(one, head, 100), sealNext(other, head, 100)]);
  // The slower one is refused the same number, or sees that nothing is left.
  expect(outcomes.filter((each) => each.status === 'fulfilled' && each.value.sealed > 0).length).toBe(1);
  expect(await verdict()).toMatchObject({ problem: null });
  expect(await count('audit_seals')).toBe(await count('audit_events'));
  await Promise.all([one.end(), other.end()]);
});

test('a sealer that loses its connection takes it up again', async () => {
  const options = optionsOf();
  const running = runSealer(options);
  await happen(1, newId());
  await vi.waitFor(async () => expect(await count('audit_seals')).toBe(await count('audit_events')), { timeout: 10_000 });
  await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE ${sealersLock}`);
  await happen(2, newId());
  await vi.waitFor(async () => expect(await count('audit_seals')).toBe(await count('audit_events')), { timeout: 10_000 });
  options.stop.abort();
  await running;
  expect(await verdict()).toMatchObject({ ok: true });
});

test('what came along with a dump from another cluster is sealed, and what is written after it too', async () => {
  const sealer = await sealerClient();
  await owner.query(
    `INSERT INTO audit_events (id, event, target_type, operation_id, request_id, xid)
     SELECT gen_random_uuid(), 'asset.edited', 'asset', gen_random_uuid(), 'old', (900000000 + n)::text::xid8 FROM generate_series(1, 5) n`,
  );
  await sealAndSign(sealer);
  expect(await count('audit_seals')).toBe(5);
  await happen(1, newId());
  await sealAndSign(sealer);
  await happen(2, newId());
  await sealAndSign(sealer);
  expect(await count('audit_seals')).toBe(7);
  expect(await verdict()).toMatchObject({ ok: true });
  await sealer.end();
});

test('a tail that is cut while the server runs is found from then on, without a witness', async () => {
  const client = await sealerClient();
  for (let at = 1; at <= 8; at += 1) await happen(at, newId());
  await sealAndSign(client);
  const memory: Memory = { state: null };
  const first = optionsOf();
  const sealing = sealOn(client, memory, first);
  await vi.waitFor(() => expect(memory.state?.head.seq).toBeGreaterThan(7));
  first.stop.abort();
  await sealing;
  await owner.query(
    `SET session_replication_role = replica;
     DELETE FROM audit_events e USING audit_seals s WHERE s.event_id = e.id AND s.seq > 4; DELETE FROM audit_seals WHERE seq > 4; DELETE FROM audit_checkpoints;
     RESET session_replication_role`,
  );
  const second = optionsOf();
  const goingOn = sealOn(client, memory, second);
  await vi.waitFor(async () => expect(await count('audit_verifications')).toBe(1));
  second.stop.abort();
  await goingOn;
  await client.end();
  expect(await verdict()).toMatchObject({ ok: false, problem: { kind: 'truncated', seq: 5 } });
});

test('erasing a person takes what is personal, and the chain stays whole', async () => {
  const sealer = await sealerClient();
  const [person, admin] = [newId(), newId()];
  await transact(houseScope(admin), actBy(admin), 'user.created', ({ record }) =>
    record({
      event: 'user.created',
      targetType: 'user',
      targetId: person,
      teamId: null,
      after: { name: 'Mara Ohm', email: 'mara@example.org', orgRole: 'member' },
    }),
  );
  await transact(houseScope(person), actBy(person), 'user.edited', ({ record }) =>
    record({
      event: 'user.edited',
      targetType: 'user',
      targetId: person,
      teamId: null,
      before: { name: 'Mara Ohm' },
      after: { name: 'Mara O.' },
    }),
  );
  await sealAndSign(sealer);
  expect(await erase(person, admin)).toBe(3);
  await sealAndSign(sealer);
  await sealer.end();
  const kept = await owner.query(
    'SELECT to_jsonb(e)::text AS row FROM audit_events e UNION ALL SELECT to_jsonb(p)::text FROM audit_personal p',
  );
  expect(JSON.stringify(kept.rows)).not.toMatch(/Mara|mara@/);
  expect(await verdict()).toMatchObject({ ok: true, problem: null });
});

test('the application’s role can only add: nothing of the log is changed, deleted or erased by it', async () => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const refused = async (statement: string) =>
    client.query(statement).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  await client.query(
    "SELECT set_config('app.announced', 'user.edited', false), set_config('app.every_team', 'on', false), set_config('app.write_every_team', 'on', false)",
  );
  for (const table of ['audit_events', 'audit_personal', 'audit_seals', 'audit_checkpoints', 'audit_verifications'])
    for (const statement of [`DELETE FROM ${table}`, `TRUNCATE ${table}`]) expect(await refused(statement), statement).toBe('42501');
  expect(await refused("UPDATE audit_personal SET data = '{}'")).toBe('42501');
  expect(await refused('UPDATE audit_seals SET seq = 1')).toBe('42501');
  expect(await refused('UPDATE audit_checkpoints SET seq = 1')).toBe('42501');
  expect(await refused('SELECT erase_personal(gen_random_uuid())')).toBe('GH001');
  await client.end();
});

test('personal data are deleted by an erasure alone, for the owner of the tables too, and only those of its person', async () => {
  await happen(3, newId());
  await expect(owner.query('DELETE FROM audit_personal')).rejects.toMatchObject({ code: 'GH002' });
  for (const table of ['audit_personal', 'audit_seals', 'audit_checkpoints', 'audit_events'])
    await expect(owner.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: 'GH002' });
});

test('witnesses are told of every checkpoint: a file, and a webhook that is away at first', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-witness-'));
  const file = join(folder, 'checkpoints.jsonl');
  const bodies: string[] = [];
  let away = 2;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    away -= 1;
    if (away >= 0) response.writeHead(503).end();
    else {
      bodies.push(body);
      response.writeHead(204).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ending = new AbortController();
  const witnesses = [fileWitness(file, ending.signal), webhookWitness(address, ending.signal, 5)];
  const options = optionsOf({ witnesses });
  const running = runSealer(options);
  await happen(1, newId());
  await vi.waitFor(async () => expect(await count('audit_checkpoints')).toBeGreaterThan(0), { timeout: 10_000 });
  await happen(2, newId());
  await vi.waitFor(async () => expect(await count('audit_seals')).toBe(2), { timeout: 10_000 });
  options.stop.abort();
  await running;
  await Promise.all(witnesses.map((witness) => witness.settled()));
  const told = await readWitness(file);
  expect(told.length).toBe(await count('audit_checkpoints'));
  expect(bodies).toEqual((await readFile(file, 'utf8')).trim().split('\n'));
  expect(await verdict({ witness: told })).toMatchObject({ ok: true, seq: 2 });
  server.close();
  await rm(folder, { recursive: true });
});

test('a change that is rolled back leaves nothing to seal', async () => {
  await database()
    .prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.actor_id', '', true)`;
      await append(tx, actBy(null), [{ event: 'asset.edited', targetType: 'asset', targetId: newId(), teamId: null }]);
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  const sealer = await sealerClient();
  expect((await sealNext(sealer, await headOf(sealer), 10)).sealed).toBe(0);
  await sealer.end();
});
