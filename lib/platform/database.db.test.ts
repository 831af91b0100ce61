import { expect, test } from 'vitest';
import { Prisma } from '#prisma/generated/client.ts';
import { database, read, type Scope, scopeScript, scopeSettings } from './database.ts';
import { AppError } from './errors.ts';
import { newId } from './identifiers.ts';
import { owner } from './testing.ts';

// One connection, so that whatever a read left on it would be seen.
database().pool.options.max = 1;

const nobody: Scope = { actorId: null, read: [], write: [] };

test.each([
  ['quote', "'; DROP TABLE users; --"],
  ['empty', ''],
  ['upper case', '0190A0B0-0000-7000-8000-000000000000'],
  ['array syntax', '0190a0b0-0000-7000-8000-000000000000,*'],
  ['trailing newline', '0190a0b0-0000-7000-8000-000000000000\n'],
])('a scope that holds something other than a UUID throws: %s', (_, id) => {
  expect(() => scopeSettings({ ...nobody, read: [id] })).toThrow('not a UUID');
  expect(() => scopeSettings({ ...nobody, write: [id] })).toThrow('not a UUID');
  if (id) expect(() => scopeScript({ ...nobody, actorId: id })).toThrow('not a UUID');
});

test('reading everything does not mean writing everything', () => {
  expect(scopeSettings({ ...nobody, read: 'every' })).toMatchObject({ 'app.every_team': 'on', 'app.write_every_team': 'off' });
});

test('a read runs in a read-only snapshot', async () => {
  const outcome = read(nobody, (reader) =>
    reader.rows(Prisma.sql`SELECT set_config('app.announced', 'x', true)`).then(() => reader.rows(Prisma.sql`DELETE FROM sessions`)),
  );
  await expect(outcome).rejects.toMatchObject({ code: '25006' });
});

test('a read gives up after half a minute, which the connection forgets', async () => {
  const limit = Prisma.sql`SELECT current_setting('statement_timeout') AS most`;
  expect(await read(nobody, (reader) => reader.rows(limit))).toEqual([{ most: '30s' }]);
  expect((await database().pool.query(limit.text)).rows).toEqual([{ most: '0' }]);
});

test('the scope of a read does not survive on its connection', async () => {
  const team = newId();
  const setting = () =>
    read({ ...nobody, read: [team] }, (reader) =>
      reader.rows<{ ids: string }>(Prisma.sql`SELECT current_setting('app.team_ids', true) AS ids`),
    );
  expect(await setting()).toEqual([{ ids: `{${team}}` }]);
  const { rows } = await database().pool.query(
    "SELECT current_setting('app.team_ids', true) AS ids, current_setting('app.actor_id', true) AS actor",
  );
  expect(rows).toEqual([{ ids: '', actor: '' }]);
});

test('values of a query are values: what looks like SQL in them stays text', async () => {
  const text = "'; SELECT 1; --";
  expect(await read(nobody, (reader) => reader.rows(Prisma.sql`SELECT ${text}::text AS said`))).toEqual([{ said: text }]);
});

test('a refusal or a fault inside a read gives the connection back, usable', async () => {
  for (let at = 0; at < 25; at += 1) {
    await read(nobody, async () => {
      throw new AppError('not_found', 'not there');
    }).catch(() => undefined);
    await read(nobody, (reader) => reader.rows(Prisma.sql`SELECT 1/0`)).catch(() => undefined);
  }
  expect(await read(nobody, (reader) => reader.rows(Prisma.sql`SELECT 1 AS one`))).toEqual([{ one: 1 }]);
});

test('a connection that dies in the hands of a read fails that read alone, and is replaced', async () => {
  const outcome = read(nobody, async (reader) => {
    const [own] = await reader.rows<{ pid: number }>(Prisma.sql`SELECT pg_backend_pid() AS pid`);
    await owner.query('SELECT pg_terminate_backend($1, 10000)', [own?.pid]);
    await new Promise((resolve) => setImmediate(resolve));
    return reader.rows(Prisma.sql`SELECT 1`);
  });
  await expect(outcome).rejects.toThrow();
  expect(await read(nobody, (reader) => reader.rows(Prisma.sql`SELECT 1 AS one`))).toEqual([{ one: 1 }]);
});
