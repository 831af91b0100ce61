import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './readiness.ts';

const migrations = join(import.meta.dirname, '../../prisma/migrations');
const applicationUrl = () => String(process.env.DATABASE_URL);
const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });

beforeAll(async () => {
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
});

test('a migrated database is ready, for the application role', async () => {
  expect(readdirSync(migrations).length).toBeGreaterThan(0);
  expect(await ask(applicationUrl(), migrations)).toEqual({ ready: true });
});

test('a migration that the database lacks is named as the part that failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-migrations-'));
  mkdirSync(join(folder, '29991231235959_of_a_later_version'));
  expect(await ask(applicationUrl(), folder)).toEqual({ ready: false, failed: 'migrations' });
});

test('a migration that stopped half way counts as missing', async () => {
  await owner.query('UPDATE _prisma_migrations SET finished_at = NULL');
  expect(await ask(applicationUrl(), migrations)).toEqual({ ready: false, failed: 'migrations' });
  await owner.query('UPDATE _prisma_migrations SET finished_at = now()');
});

test('a build that carries no migrations is not ready', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-migrations-'));
  expect(await ask(applicationUrl(), folder)).toEqual({ ready: false, failed: 'migrations' });
});

test('a database that is away or silent fails within the limit, and nothing of its address is told', async () => {
  const silent = createServer(() => undefined);
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port));
  });
  const began = performance.now();
  expect(await ask(`postgresql://someone:secret@127.0.0.1:${port}/gatehouse`, migrations)).toEqual({ ready: false, failed: 'database' });
  expect(performance.now() - began).toBeLessThan(4000);
  silent.close();
  expect(await ask(`postgresql://someone:secret@127.0.0.1:1/gatehouse`, migrations)).toEqual({ ready: false, failed: 'database' });
});
