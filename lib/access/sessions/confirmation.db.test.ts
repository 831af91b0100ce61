import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { actorOfToken } from '../actor.ts';
import { hashPassword } from '../passwords.ts';
import type { Actor } from '../policy.ts';
import { contextOf, eventsOf, makePerson, makeSession } from '../testing.ts';

const password = 'seven quiet harbours';

/** A person signed in for an hour, whose last proof is as old. */
async function signedIn(): Promise<{ token: string; actor: Actor }> {
  const person = await makePerson({ passwordHash: await hashPassword(password) });
  const token = await makeSession(person);
  await owner.query("UPDATE sessions SET confirmed_at = now() - interval '1 hour' WHERE user_id = $1", [person.id]);
  return { token, actor: await known(token) };
}

async function known(token: string): Promise<Actor> {
  const actor = await actorOfToken(token);
  if (!actor) throw new Error('This token is nobody’s.');
  return actor;
}

const confirm = async (actor: Actor, typed: string) => {
  const { headers } = await call(
    router.sessions.confirm,
    { proof: { method: 'password', password: typed } },
    { context: contextOf(actor) },
  );
  return /gatehouse-session=([^;]+)/.exec(headers['set-cookie'])?.[1] ?? '';
};

test('a proof renews the token: the new one acts and is fresh, the old one is nobody’s', async () => {
  const { token, actor } = await signedIn();
  const renewed = await confirm(actor, password);
  expect(await actorOfToken(token)).toBeNull();
  const fresh = await known(renewed);
  expect(fresh.sessionId).toBe(actor.sessionId);
  expect(Date.now() - (fresh.confirmedAt?.getTime() ?? 0)).toBeLessThan(60_000);
  const events = await eventsOf({ id: actor.sessionId });
  expect(events.map((each) => [each.event, each.after])).toContainEqual(['session.confirmed', { method: 'password' }]);
});

test('a wrong password proves nothing, keeps the token, and is recorded', async () => {
  const { token, actor } = await signedIn();
  await expect(confirm(actor, 'not my password')).rejects.toMatchObject({ code: 'invalid' });
  expect((await known(token)).confirmedAt).toEqual(actor.confirmedAt);
  expect((await eventsOf({ id: actor.sessionId })).map((each) => each.event)).toContain('confirmation.refused');
});

test('guesses are slowed down, for the account and not for the session', async () => {
  const { actor } = await signedIn();
  for (let guess = 0; guess < 6; guess += 1) await expect(confirm(actor, `guess ${guess}`)).rejects.toMatchObject({ code: 'invalid' });
  const elsewhere = await known(await makeSession(actor));
  await expect(confirm(elsewhere, password)).rejects.toMatchObject({ code: 'too_many' });
});

test('the ways to prove oneself are those that the person has', async () => {
  const { actor } = await signedIn();
  const context = contextOf(actor);
  const answer = await call(router.sessions.confirmation, {}, { context });
  expect(answer.methods).toEqual(['password']);
  expect(new Date(answer.until).getTime()).toBeLessThan(Date.now());
  const bare = await known(await makeSession(await makePerson()));
  await owner.query("UPDATE sessions SET method = 'sso' WHERE id = $1", [bare.sessionId]);
  expect((await call(router.sessions.confirmation, {}, { context: contextOf(bare) })).methods).toEqual(['sso']);
});

test('a session that ended while one typed is not brought back', async () => {
  const { actor } = await signedIn();
  await owner.query('DELETE FROM sessions WHERE id = $1', [actor.sessionId]);
  await expect(confirm(actor, password)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a token of the API and a job cannot confirm anything', async () => {
  const { actor } = await signedIn();
  await expect(confirm({ ...actor, sessionId: '' }, password)).rejects.toMatchObject({ code: 'forbidden' });
});
