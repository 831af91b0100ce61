/** What the database itself refuses about factors, whatever the application is made to say. */
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { makePerson, type TestPerson } from '../testing.ts';
import { giveRecoveryCode, giveTotp, SoftPasskey } from './testing.ts';

let application: pg.PoolClient;
let mine: TestPerson;
let theirs: TestPerson;

beforeEach(async () => {
  [mine, theirs] = [await makePerson(), await makePerson()];
  for (const person of [mine, theirs]) {
    await giveTotp(person);
    await giveRecoveryCode(person);
    const { id, publicKey } = new SoftPasskey();
    await owner.query(
      "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up) VALUES ($1, $2, 'Key', $3, $4, 0, '{}', false)",
      [newId(), person.id, id, publicKey],
    );
  }
  application = await database().pool.connect();
  await application.query('BEGIN');
});

afterEach(async () => {
  await application.query('ROLLBACK');
  application.release();
});

const acting = (scope: Partial<Scope>) => application.query(scopeScript({ actorId: mine.id, read: [], write: [], ...scope }));
const announce = () => application.query("SELECT set_config('app.announced', 'test.done', true)");

async function outcome(statement: string, values: unknown[] = []): Promise<number | string> {
  await application.query('SAVEPOINT before');
  const found = await application.query(statement, values).then(
    (result) => result.rowCount ?? 0,
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
  await application.query('ROLLBACK TO before');
  return found;
}

const tables = ['totp_secrets', 'passkeys', 'recovery_codes'];

test('a factor is neither added nor taken away without an event', async () => {
  await acting({});
  for (const table of tables) expect(await outcome(`DELETE FROM ${table} WHERE user_id = $1`, [mine.id]), table).toBe('GH001');
  expect(await outcome("INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, '', 0)", [mine.id])).toBe('GH001');
  expect(await outcome('UPDATE recovery_codes SET used_at = NULL WHERE user_id = $1', [mine.id])).toBe('GH001');
});

test('nobody adds, uses or removes a factor of somebody else', async () => {
  await acting({});
  await announce();
  for (const table of tables) expect(await outcome(`DELETE FROM ${table} WHERE user_id = $1`, [theirs.id]), table).toBe(0);
  expect(await outcome('UPDATE totp_secrets SET last_step = 1 WHERE user_id = $1', [theirs.id])).toBe(0);
  expect(await outcome('UPDATE recovery_codes SET used_at = now() WHERE user_id = $1', [theirs.id])).toBe(0);
  expect(await outcome("INSERT INTO recovery_codes (id, user_id, code_hash) VALUES ($1, $2, 'x')", [newId(), theirs.id])).toBe('42501');
});

test('whoever may write everywhere takes factors away, and adds none', async () => {
  await acting({ write: 'every' });
  await announce();
  for (const table of tables) expect(await outcome(`DELETE FROM ${table} WHERE user_id = $1`, [theirs.id]), table).toBe(1);
  const row = [newId(), theirs.id];
  expect(
    await outcome(
      "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up) VALUES ($1, $2, 'K', 'c', 'k', 0, '{}', false)",
      row,
    ),
  ).toBe('42501');
});

test('a key, a hash and an owner never change', async () => {
  await acting({ write: 'every' });
  await announce();
  for (const change of [
    "totp_secrets SET secret = 'x'",
    'totp_secrets SET user_id = user_id',
    "passkeys SET public_key = 'x'",
    "passkeys SET credential_id = 'x'",
    'passkeys SET user_id = user_id',
    "recovery_codes SET code_hash = 'x'",
    'sign_in_tickets SET expires_at = now()',
  ])
    expect(await outcome(`UPDATE ${change}`), change).toBe('42501');
});
