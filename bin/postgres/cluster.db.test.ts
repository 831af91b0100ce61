import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, embeddedDatabase, withClient } from '#bin/running/database.ts';
import { isAlive, waitUntil } from '#bin/running/process.ts';
import { postgresAccount } from './account.ts';
import { postgresBinaries } from './binaries.ts';
import { type Cluster, startCluster } from './cluster.ts';

const account = postgresAccount();
let folder = '';
let running: Cluster[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cluster-'));
  await chmod(folder, 0o711);
});

afterEach(async () => {
  for (const cluster of running.filter(({ pid }) => isAlive(pid))) await cluster.stop();
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(durable = true): Promise<Cluster> {
  const cluster = await startCluster({ folder, binaries: postgresBinaries(account), account, durable });
  running.push(cluster);
  return cluster;
}

async function remember(cluster: Cluster, note: string): Promise<void> {
  await createDatabase(cluster, 'gatehouse');
  await withClient(cluster.url('gatehouse'), async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS note (text text)');
    await client.query('INSERT INTO note VALUES ($1)', [note]);
  });
}

const notes = (cluster: Cluster) =>
  withClient(cluster.url('gatehouse'), async (client) =>
    (await client.query<{ text: string }>('SELECT text FROM note ORDER BY text')).rows.map((row) => row.text),
  );

test('data survive a kill -9 of the database', async () => {
  const first = await start();
  await remember(first, 'written before the kill');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const second = await start();
  expect(await notes(second)).toEqual(['written before the kill']);
});

test('a database left running by a start that was killed is stopped, and its data are there', async () => {
  const orphan = await start();
  await remember(orphan, 'by the one before');
  const next = await start();
  expect(isAlive(orphan.pid)).toBe(false);
  await remember(next, 'by the next');
  expect(await notes(next)).toEqual(['by the next', 'by the one before']);
});

test('a postmaster.pid whose number now belongs to another program does not keep it from starting', async () => {
  const first = await start();
  await remember(first, 'kept');
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const file = join(folder, 'postgres', 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
  expect(await notes(await start())).toEqual(['kept']);
});

test('data of another major version are named and left alone', async () => {
  await (await start(false)).stop();
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n');
  await expect(start()).rejects.toThrow(
    /belong to PostgreSQL 14, and this Gatehouse brings PostgreSQL 18\. Start the Gatehouse that made them/,
  );
  expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')).toBe('14\n');
});

test('a folder that holds something else is not overwritten', async () => {
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres', 'diary.txt'), 'mine');
  await expect(start()).rejects.toThrow(/is not a PostgreSQL data directory/);
  expect(readFileSync(join(folder, 'postgres', 'diary.txt'), 'utf8')).toBe('mine');
});

test('a first start that was interrupted leaves nothing in the way', async () => {
  mkdirSync(join(folder, 'postgres.partial', 'base'), { recursive: true });
  await remember(await start(false), 'here');
  expect(existsSync(join(folder, 'postgres.partial'))).toBe(false);
});

test('it asks for a password, which only its owner can read, and listens on this machine alone', async () => {
  const cluster = await start(false);
  const wrong = new URL(cluster.url('postgres'));
  wrong.password = 'guess';
  await expect(withClient(wrong.href, async () => undefined)).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(folder, 'postgres-password')).mode & 0o777).toBe(0o600);
  const listening = await withClient(cluster.url('postgres'), async (client) => (await client.query('SHOW listen_addresses')).rows);
  expect(listening).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

test('what it writes is safe against a crash, and its port is kept', async () => {
  const { ownerUrl, cluster } = await embeddedDatabase(folder, account);
  if (!cluster) throw new Error('expected an embedded cluster');
  running.push(cluster);
  const { rows } = await withClient(ownerUrl, (client) =>
    client.query("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'on'"),
  );
  expect(rows).toHaveLength(3);
  await cluster.stop();
  expect(await waitUntil(() => !isAlive(cluster.pid), 1000)).toBe(true);
  const again = await start();
  expect(again.url('gatehouse')).toBe(ownerUrl);
});
