import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { actorOfToken } from '../actor.ts';
import { codeOf, giveTotp, lengthenWait, SoftPasskey } from '../factors/testing.ts';
import { hashPassword } from '../passwords.ts';
import type { Actor } from '../policy.ts';
import { actorOf, contextOf, eventsOf, makePerson, makeSession } from '../testing.ts';

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
  await lengthenWait('account', actor.email);
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

test('a code of the app proves it once: not the one that signed in, of two at once one; guesses are slowed down apart from the password’s', async () => {
  const { actor } = await signedIn();
  const secret = await giveTotp(actor);
  const by = (code: string) => call(router.sessions.confirm, { proof: { method: 'totp', code } }, { context: contextOf(actor) });
  const code = codeOf(secret);
  const both = await Promise.allSettled([by(code), by(code)]);
  expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(by(code)).rejects.toMatchObject({ code: 'invalid' });
  for (let guess = 0; guess < 6; guess += 1) await by(codeOf(secret, 9)).catch(() => undefined);
  await lengthenWait('factor', actor.id);
  await expect(by(codeOf(secret, 1))).rejects.toMatchObject({ code: 'too_many' });
});

test('a password alone proves nothing for somebody who has a second factor', async () => {
  const { actor } = await signedIn();
  expect(await confirm(actor, password)).toBeTruthy();
  const again = await actorOf(actor);
  await giveTotp(again);
  await expect(confirm(again, password)).rejects.toMatchObject({ code: 'forbidden' });
  expect((await call(router.sessions.confirmation, {}, { context: contextOf(again) })).methods).toEqual(['totp']);
});

test('a passkey proves it, when it is this person’s and the challenge was asked in this session', async () => {
  const [mine, other] = [await signedIn(), await signedIn()];
  const passkey = new SoftPasskey();
  await owner.query(
    "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up) VALUES (uuid7(), $1, 'Key', $2, $3, 0, '{}', false)",
    [mine.actor.id, passkey.id, passkey.publicKey],
  );
  const ask = (actor: Actor) => call(router.sessions.askToConfirm, {}, { context: contextOf(actor) });
  const prove = (actor: Actor, answer: ReturnType<SoftPasskey['prove']>) =>
    call(router.sessions.confirm, { proof: { method: 'passkey', answer } }, { context: contextOf(actor) });
  await expect(prove(other.actor, passkey.prove(await ask(other.actor)))).rejects.toMatchObject({ code: 'invalid' });
  const elsewhere = await known(await makeSession(mine.actor));
  await expect(prove(elsewhere, passkey.prove(await ask(mine.actor)))).rejects.toMatchObject({ code: 'invalid' });
  const answer = passkey.prove(await ask(mine.actor));
  await prove(mine.actor, answer);
  expect(await actorOfToken(mine.token)).toBeNull();
  await expect(prove(mine.actor, answer)).rejects.toMatchObject({ code: 'invalid' });
});
