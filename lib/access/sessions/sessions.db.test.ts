import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken, hashToken } from '../actor.ts';
import { actorOf, contextOf, eventsOf, makeActor, makePerson, makeSession } from '../testing.ts';
import { sessionOperations } from './procedures.ts';

const idOf = async (token: string) =>
  (await owner.query<{ id: string }>('SELECT id FROM sessions WHERE token_hash = $1', [hashToken(token)])).rows[0]?.id ?? '';
const set = (token: string, what: string) => owner.query(`UPDATE sessions SET ${what} WHERE token_hash = $1`, [hashToken(token)]);

test('one’s own sessions are listed, this one first, without their tokens and without those that have ended', async () => {
  const person = await makePerson();
  const actor = await actorOf(person);
  const [older, newer, idle, over] = [
    await makeSession(person),
    await makeSession(person),
    await makeSession(person),
    await makeSession(person),
  ];
  await set(older, "last_seen_at = now() - interval '10 minutes'");
  await set(idle, "last_seen_at = now() - interval '31 minutes'");
  await set(over, "expires_at = now() - interval '1 second'");
  await makeActor();
  const { sessions } = await call(sessionOperations.list, {}, { context: contextOf(actor) });
  expect(sessions.map((session) => [session.id, session.current])).toEqual([
    [actor.sessionId, true],
    [await idOf(newer), false],
    [await idOf(older), false],
  ]);
  expect(JSON.stringify(sessions)).not.toContain(newer);
});

test('ending one ends it at once and is recorded', async () => {
  const person = await makePerson();
  const actor = await actorOf(person);
  const token = await makeSession(person);
  const id = await idOf(token);
  await call(sessionOperations.end, { id }, { context: contextOf(actor) });
  expect(await actorOfToken(token)).toBeNull();
  expect(await eventsOf({ id })).toMatchObject([{ event: 'session.ended', actor_id: actor.id, after: { why: 'ended by its owner' } }]);
});

test('someone else’s session is not there', async () => {
  const actor = await makeActor();
  const token = await makeSession(await makePerson());
  await refusal(call(sessionOperations.end, { id: await idOf(token) }, { context: contextOf(actor) }), 'not_found');
  await refusal(call(sessionOperations.end, { id: newId() }, { context: contextOf(actor) }), 'not_found');
  expect(await actorOfToken(token)).not.toBeNull();
});

test('ending the others leaves this one, and everyone else’s', async () => {
  const person = await makePerson();
  const actor = await actorOf(person);
  const others = [await makeSession(person), await makeSession(person)];
  const foreign = await makeSession(await makePerson());
  const context = contextOf(actor);
  expect(await call(sessionOperations.endOthers, {}, { context })).toEqual({ ended: 2 });
  for (const token of others) expect(await actorOfToken(token)).toBeNull();
  expect(await actorOfToken(foreign)).not.toBeNull();
  expect(await call(sessionOperations.endOthers, {}, { context })).toEqual({ ended: 0 });
  const { sessions } = await call(sessionOperations.list, {}, { context });
  expect(sessions.map((session) => session.id)).toEqual([actor.sessionId]);
});

test.each([
  ['30 minutes after its last use', "last_seen_at = now() - interval '30 minutes 1 second'"],
  ['12 hours after sign-in, however busy', "expires_at = now() - interval '1 second'"],
])('a session ends %s', async (_, what) => {
  const token = await makeSession(await makePerson());
  expect(await actorOfToken(token)).not.toBeNull();
  await set(token, what);
  expect(await actorOfToken(token)).toBeNull();
});

test('a use is noted, at most once a minute', async () => {
  const token = await makeSession(await makePerson());
  const lastSeen = async () =>
    (await owner.query('SELECT last_seen_at FROM sessions WHERE token_hash = $1', [hashToken(token)])).rows[0].last_seen_at.getTime();
  await set(token, "last_seen_at = now() - interval '59 seconds'");
  const before = await lastSeen();
  await actorOfToken(token);
  expect(await lastSeen()).toBe(before);
  await set(token, "last_seen_at = now() - interval '29 minutes'");
  await actorOfToken(token);
  expect(Date.now() - (await lastSeen())).toBeLessThan(60_000);
});
