/** A sign-in that was right when it was checked, and is not any more when its session begins. */
import type pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import { hashPassword } from '../passwords.ts';
import { makePerson, type TestPerson } from '../testing.ts';
import { signIn } from './sign-in.ts';

const password = 'a long enough one to be told';
const origin = { address: null, userAgent: null, requestId: 'crossing', previousToken: null };
let person: TestPerson;
let other: pg.PoolClient;

beforeEach(async () => {
  person = await makePerson({ passwordHash: await hashPassword(password) });
  other = await owner.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [person.id]);
});

afterEach(() => other.release());

const waiting = () =>
  vi.waitFor(async () => {
    const { rows } = await owner.query("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'");
    expect(rows).toHaveLength(1);
  });

test.each([
  ['the password is another', "UPDATE passwords SET hash = 'another' WHERE user_id = $1"],
  ['the person is deactivated', "UPDATE users SET status = 'deactivated' WHERE id = $1"],
])('opens no session where meanwhile %s', async (_, change) => {
  const entering = refusal(signIn({ email: person.email, password }, origin), 'unauthenticated');
  await waiting();
  await other.query(change, [person.id]);
  await other.query('DELETE FROM sessions WHERE user_id = $1', [person.id]);
  await other.query('COMMIT');
  await entering;
  expect((await owner.query('SELECT 1 FROM sessions WHERE user_id = $1', [person.id])).rows).toEqual([]);
});

test('opens one where nothing changed', async () => {
  const entering = signIn({ email: person.email, password }, origin);
  await waiting();
  await other.query('COMMIT');
  expect(await entering).toMatchObject({ id: person.id });
});
