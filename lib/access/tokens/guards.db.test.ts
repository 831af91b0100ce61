/** What the database itself refuses about tokens, whatever the application is made to say. */
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { database, type Rows, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { makePerson, makeService, makeTeam, makeToken, type TestPerson, type TestService, type TestTeam } from '../testing.ts';

let application: pg.PoolClient;
let [mine, other]: TestPerson[] = [];
let team: TestTeam;
let service: TestService;

beforeEach(async () => {
  [mine, other] = [await makePerson(), await makePerson()];
  team = await makeTeam();
  service = await makeService(team);
  application = await database().pool.connect();
  await application.query('BEGIN');
  await application.query("SELECT set_config('app.announced', 'token.made', true)");
});

afterEach(async () => {
  await application.query('ROLLBACK');
  application.release();
});

async function outcome(write: Rows, statement: string, values: unknown[]): Promise<string> {
  await application.query('SAVEPOINT before');
  await application.query(scopeScript({ actorId: mine?.id ?? null, read: write, write }));
  const result = await application.query(statement, values).then(
    ({ rowCount }) => `${rowCount} rows`,
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
  await application.query('ROLLBACK TO before');
  return result;
}

const insert = `INSERT INTO api_tokens (id, user_id, service_account_id, name, hint, token_hash, expires_at, created_by)
                VALUES (gen_random_uuid(), $1, $2, 'x', 'x', sha256(gen_random_uuid()::text::bytea), now() + interval '1 day', gen_random_uuid())`;
const revoke = 'UPDATE api_tokens SET revoked_at = now() WHERE id = $1';

test('a person makes and revokes tokens of their own alone', async () => {
  expect(await outcome([], insert, [mine?.id, null])).toBe('1 rows');
  expect(await outcome([], insert, [other?.id, null])).toBe('42501');
  expect(await outcome([], revoke, [(await makeToken(mine as TestPerson)).id])).toBe('1 rows');
  expect(await outcome([], revoke, [(await makeToken(other as TestPerson)).id])).toBe('42501');
  expect(await outcome('every', revoke, [(await makeToken(other as TestPerson)).id])).toBe('1 rows');
});

test('those of a service account are made and revoked by whoever may write its team', async () => {
  const { id } = await makeToken(service);
  const elsewhere = await makeTeam();
  for (const [write, expected] of [
    [[], '42501'],
    [[elsewhere.id], '42501'],
    [[team.id], '1 rows'],
    ['every', '1 rows'],
  ] as const) {
    expect(await outcome(write, insert, [null, service.id])).toBe(expected);
    expect(await outcome(write, revoke, [id])).toBe(expected);
  }
});

test.each([
  ['its scopes', "scopes = '{role.manage}'"],
  ['its expiry', "expires_at = now() + interval '300 days'"],
  ['its secret', "token_hash = sha256('known')"],
  ['its owner', 'user_id = $2'],
  ['its name', "name = 'y'"],
])('%s never changes', async (_, change) => {
  const { id } = await makeToken(mine as TestPerson);
  const values = change.includes('$2') ? [id, other?.id] : [id];
  expect(await outcome('every', `UPDATE api_tokens SET ${change} WHERE id = $1`, values)).toBe('42501');
});

test('a revoked token stays revoked, and none is deleted', async () => {
  const { id } = await makeToken(mine as TestPerson);
  await application.query(scopeScript({ actorId: mine?.id ?? null, read: [], write: 'every' }));
  await application.query(revoke, [id]);
  expect(await outcome('every', 'UPDATE api_tokens SET revoked_at = NULL WHERE id = $1', [id])).toBe('42501');
  expect(await outcome('every', 'DELETE FROM api_tokens WHERE id = $1', [id])).toBe('42501');
});

test('a token without an owner, with two, or for more than a year is none', async () => {
  expect(await outcome('every', insert, [null, null])).toBe('23514');
  expect(await outcome('every', insert, [mine?.id, service.id])).toBe('23514');
  expect(await outcome('every', insert.replace("'1 day'", "'367 days'"), [mine?.id, null])).toBe('23514');
});

test('an unannounced token is refused, and that one was used needs no announcement', async () => {
  const { id } = await makeToken(mine as TestPerson);
  await application.query("SELECT set_config('app.announced', '', true)");
  expect(await outcome('every', insert, [mine?.id, null])).toBe('GH001');
  expect(await outcome('every', revoke, [id])).toBe('GH001');
  expect(await outcome([], "UPDATE api_tokens SET last_used_at = now(), last_used_address = '192.0.2.1' WHERE id = $1", [id])).toBe(
    '1 rows',
  );
});

test('a service account of another team is not there, but for what its own token opens', async () => {
  await application.query(scopeScript({ actorId: mine?.id ?? null, read: [], write: [] }));
  expect((await application.query('SELECT 1 FROM service_accounts WHERE id = $1', [service.id])).rowCount).toBe(0);
  const { rows } = await application.query('SELECT * FROM bearer_of(sha256($1::bytea), NULL)', [Buffer.from('guessed')]);
  expect(rows).toEqual([]);
  expect((await application.query('SELECT * FROM bearer_of(NULL, $1)', [newId()])).rows).toEqual([]);
});
