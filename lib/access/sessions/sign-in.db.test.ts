import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken, hashToken } from '../actor.ts';
import { hashPassword } from '../passwords.ts';
import { eventsOf, makePerson, makeSession } from '../testing.ts';
import { keyOf, networkOf } from '../throttle.ts';
import type { Origin } from './sign-in.ts';
import { signIn } from './sign-in.ts';

const password = 'four kind otters swim';
let passwordHash: string;
let from: Origin;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(() => {
  const address = `2001:db8:${randomBytes(2).toString('hex')}::1`;
  from = { address, userAgent: 'Firefox', requestId: newId(), previousToken: null };
});

/** Signs in somebody who has no second factor. */
async function enter(given: Parameters<typeof signIn>[0], origin: Origin) {
  const entered = await signIn(given, origin);
  if ('ticket' in entered) throw new Error('A second step was asked for.');
  return entered;
}

const refusedEvents = async () =>
  (
    await owner.query(
      `SELECT actor_id, after || coalesce((SELECT p.data -> 'after' FROM audit_personal p WHERE p.event_id = e.id), '{}') AS after
       FROM audit_events e WHERE event = 'session.refused' AND request_id = $1`,
      [from.requestId],
    )
  ).rows;
/** As if so many attempts on this account or from this network had failed, and the wait were over or had just begun. */
async function failedBefore(kind: 'account' | 'address', value: string, failures: number, blockedFor = 0): Promise<void> {
  await owner.query(
    `INSERT INTO throttles (key, failures, blocked_until, last_at) VALUES ($1, $2, date_trunc('milliseconds', now()) + make_interval(secs => $3), now())
     ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, blocked_until = excluded.blocked_until, last_at = excluded.last_at`,
    [keyOf(kind, value), failures, blockedFor],
  );
}

async function waitAfter(kind: 'account' | 'address', value: string): Promise<number> {
  const { rows } = await owner.query(
    'SELECT round(extract(epoch FROM blocked_until - last_at))::int AS seconds FROM throttles WHERE key = $1',
    [keyOf(kind, value)],
  );
  return rows[0].seconds;
}

test('the right password starts a session for twelve hours, whose token is kept nowhere', async () => {
  const person = await makePerson({ passwordHash });
  const { token, id } = await enter({ email: person.email, password }, from);
  expect(id).toBe(person.id);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect((await actorOfToken(token))?.id).toBe(person.id);
  const { rows } = await owner.query(
    "SELECT id, token_hash, address, user_agent, expires_at - created_at > interval '719 minutes' AND expires_at - created_at <= interval '12 hours 1 second' AS twelve FROM sessions WHERE user_id = $1",
    [person.id],
  );
  expect(rows).toMatchObject([{ address: from.address, user_agent: 'Firefox', twelve: true }]);
  expect(rows[0].token_hash.equals(hashToken(token))).toBe(true);
  const events = await eventsOf({ id: rows[0].id });
  expect(events).toMatchObject([{ event: 'session.started', actor_id: person.id, request_id: from.requestId }]);
  expect(JSON.stringify(events)).not.toContain(token);
});

test('a wrong password, an unknown person, a person without a password and a deactivated one get the same answer', async () => {
  const known = await makePerson({ passwordHash });
  const without = await makePerson();
  const gone = await makePerson({ passwordHash, status: 'deactivated' });
  const messages = new Set<string>();
  for (const given of [
    { email: known.email, password: 'not it, sorry about that' },
    { email: 'nobody@example.org', password },
    { email: without.email, password },
    { email: gone.email, password },
  ])
    messages.add((await refusal(enter(given, from), 'unauthenticated')).message);
  expect(messages.size).toBe(1);
  expect((await owner.query('SELECT 1 FROM sessions WHERE user_id = ANY ($1)', [[known.id, without.id, gone.id]])).rowCount).toBe(0);
  const events = await refusedEvents();
  expect(events.map((event) => event.after.reason)).toEqual(['wrong password', 'unknown', 'wrong password', 'deactivated']);
  expect(JSON.stringify(events)).not.toMatch(/example\.org|not it, sorry/);
  expect(events[1].after.emailSha256).toBe(createHash('sha256').update('nobody@example.org').digest('hex'));
  expect(events.every((event) => event.actor_id === null)).toBe(true);
});

test('signing in again gives another token and ends the session that this browser had', async () => {
  const person = await makePerson({ passwordHash });
  const elsewhere = await makeSession(person);
  const first = await enter({ email: person.email, password }, from);
  const second = await enter({ email: person.email, password }, { ...from, previousToken: first.token });
  expect(second.token).not.toBe(first.token);
  expect(await actorOfToken(first.token)).toBeNull();
  expect(await actorOfToken(second.token)).not.toBeNull();
  expect(await actorOfToken(elsewhere)).not.toBeNull();
});

test('a token that someone planted in the cookie never becomes a session', async () => {
  const person = await makePerson({ passwordHash });
  const planted = randomBytes(32).toString('base64url');
  const { token } = await enter({ email: person.email, password }, { ...from, previousToken: planted });
  expect(token).not.toBe(planted);
  expect(await actorOfToken(planted)).toBeNull();
});

test.each([
  [1, 0],
  [5, 0],
  [6, 1],
  [7, 2],
  [9, 8],
  [12, 60],
  [1000, 60],
])('after the failure number %i on an account the next attempt waits %i s', async (number, seconds) => {
  const person = await makePerson({ passwordHash });
  await failedBefore('account', person.email, number - 1);
  await refusal(enter({ email: person.email, password: 'wrong' }, from), 'unauthenticated');
  expect(await waitAfter('account', person.email)).toBe(seconds);
});

test.each([
  [20, 0],
  [21, 1],
  [24, 8],
  [40, 900],
])('after the failure number %i from a network, on whomever, the next attempt waits %i s', async (number, seconds) => {
  const network = networkOf(String(from.address));
  await failedBefore('address', network, number - 1);
  await refusal(enter({ email: `${newId()}@example.org`, password: 'wrong' }, from), 'unauthenticated');
  expect(await waitAfter('address', network)).toBe(seconds);
});

test('while an account waits, the right password waits too, and trying counts nowhere', async () => {
  const person = await makePerson({ passwordHash });
  await failedBefore('account', person.email, 8, 60);
  for (let at = 0; at < 25; at += 1) {
    const refused = await refusal(enter({ email: person.email, password }, from), 'too_many');
    expect(refused.details.retryAfter).toBeGreaterThan(30);
  }
  expect(await refusedEvents()).toEqual([]);
  await failedBefore('account', person.email, 8, 0);
  await enter({ email: person.email, password }, from);
});

test('while a network waits, every address in it waits, and no other', async () => {
  const person = await makePerson({ passwordHash });
  await failedBefore('address', networkOf(String(from.address)), 30, 600);
  const neighbour = String(from.address).replace('::1', '::2');
  await refusal(enter({ email: person.email, password }, { ...from, address: neighbour }), 'too_many');
  await enter({ email: person.email, password }, { ...from, address: '192.0.2.200' });
});

test('success forgets the failures on the account, and of those from the network none but itself', async () => {
  const person = await makePerson({ passwordHash });
  const network = networkOf(String(from.address));
  await failedBefore('account', person.email, 9);
  await failedBefore('address', network, 15);
  await enter({ email: person.email, password }, from);
  const failures = async (key: string) => (await owner.query('SELECT failures FROM throttles WHERE key = $1', [key])).rows[0]?.failures;
  expect(await failures(keyOf('account', person.email))).toBeUndefined();
  expect(await failures(keyOf('address', network))).toBe(15);
});

test('an hour of quiet forgets', async () => {
  const person = await makePerson({ passwordHash });
  await failedBefore('account', person.email, 50);
  await owner.query("UPDATE throttles SET last_at = now() - interval '61 minutes' WHERE key = $1", [keyOf('account', person.email)]);
  await refusal(enter({ email: person.email, password: 'wrong' }, from), 'unauthenticated');
  expect(await waitAfter('account', person.email)).toBe(0);
});

test('many guesses at once do not pass together', async () => {
  const person = await makePerson({ passwordHash });
  await failedBefore('account', person.email, 20);
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () =>
      enter({ email: person.email, password: 'wrong' }, from).catch((error: { code: string }) => error.code),
    ),
  );
  expect(outcomes.filter((code) => code === 'unauthenticated')).toHaveLength(1);
  expect(outcomes.filter((code) => code === 'too_many')).toHaveLength(11);
});
