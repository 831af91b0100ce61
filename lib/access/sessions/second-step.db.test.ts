/** The second step of a sign-in, and passkeys alone: what holds, what does not, and that nothing works twice. */
import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../actor.ts';
import { codeOf, giveRecoveryCode, giveTotp, lengthenWait, SoftPasskey } from '../factors/testing.ts';
import { hashPassword } from '../passwords.ts';
import { eventsOf, makePerson, type TestPerson } from '../testing.ts';
import { askPasskey, askSecondStep, signInByPasskey, takeSecondStep } from './second-step.ts';
import { type Origin, signIn } from './sign-in.ts';

const password = 'four kind otters swim';
let passwordHash: string;
let from: Origin;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});
beforeEach(() => {
  from = { address: `2001:db8:${randomBytes(2).toString('hex')}::1`, userAgent: 'Firefox', requestId: newId(), previousToken: null };
});

const make = () => makePerson({ passwordHash });

/** The first step; the ticket that the browser would keep. */
async function ticketOf(person: TestPerson): Promise<string> {
  const entered = await signIn({ email: person.email, password }, from);
  if (!('ticket' in entered)) throw new Error('No second step was asked for.');
  return entered.ticket;
}

/** A passkey of the person, as if it had been added. */
async function givePasskey(person: TestPerson): Promise<SoftPasskey> {
  const passkey = new SoftPasskey();
  await owner.query(
    "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up) VALUES ($1, $2, 'Key', $3, $4, 0, '{}', false)",
    [newId(), person.id, passkey.id, passkey.publicKey],
  );
  return passkey;
}

const methodOf = async (token: string) =>
  (await owner.query<{ method: string }>('SELECT method FROM sessions WHERE id = $1', [(await actorOfToken(token))?.sessionId])).rows[0]
    ?.method;

const outcomes = async (attempts: Promise<unknown>[]) => (await Promise.allSettled(attempts)).map((each) => each.status).sort();

test('a right password of who has a factor gives no session, but a ticket and the ways to go on', async () => {
  const person = await make();
  await giveTotp(person);
  await giveRecoveryCode(person);
  expect(await signIn({ email: person.email, password }, from)).toEqual({ ticket: expect.any(String), ways: ['totp', 'recovery'] });
  const { rows } = await owner.query('SELECT id FROM sessions WHERE user_id = $1', [person.id]);
  expect(rows).toEqual([]);
});

test('a wrong password says nothing of factors', async () => {
  const [bare, guarded] = [await make(), await make()];
  await giveTotp(guarded);
  const messages = [];
  for (const { email } of [bare, guarded])
    messages.push((await refusal(signIn({ email, password: 'not it, not it' }, from), 'unauthenticated')).message);
  expect(new Set(messages).size).toBe(1);
});

test('a code of the app starts the session, which says how; the code before and after it would have done, others not', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  await refusal(takeSecondStep(await ticketOf(person), { method: 'totp', code: codeOf(secret, -3) }, from), 'invalid');
  await refusal(takeSecondStep(await ticketOf(person), { method: 'totp', code: codeOf(secret, 3) }, from), 'invalid');
  const { token } = await takeSecondStep(await ticketOf(person), { method: 'totp', code: codeOf(secret, -1) }, from);
  expect(await methodOf(token)).toBe('password+totp');
  await takeSecondStep(await ticketOf(person), { method: 'totp', code: codeOf(secret, 1) }, from);
});

test('a code works once: not again, not an older one, and of two sign-ins at once one is refused', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  const tickets = [await ticketOf(person), await ticketOf(person), await ticketOf(person), await ticketOf(person)];
  const code = codeOf(secret);
  const both = tickets.slice(0, 2).map((ticket) => takeSecondStep(ticket, { method: 'totp', code }, from));
  expect(await outcomes(both)).toEqual(['fulfilled', 'rejected']);
  for (const again of [code, codeOf(secret, -1)])
    await refusal(takeSecondStep(tickets[2] ?? '', { method: 'totp', code: again }, from), 'invalid');
});

test('a recovery code works once, of two at once too, and tells how many are left', async () => {
  const person = await make();
  await giveTotp(person);
  const [code] = [await giveRecoveryCode(person), await giveRecoveryCode(person)];
  const tickets = [await ticketOf(person), await ticketOf(person), await ticketOf(person)];
  const both = tickets.slice(0, 2).map((ticket) => takeSecondStep(ticket, { method: 'recovery', code }, from));
  expect(await outcomes(both)).toEqual(['fulfilled', 'rejected']);
  await refusal(takeSecondStep(tickets[2] ?? '', { method: 'recovery', code }, from), 'invalid');
  const used = (await eventsOf(person)).filter((each) => each.event === 'recovery_code.used');
  expect(used.map((each) => each.after)).toEqual([{ left: 1 }]);
});

test('another person’s recovery code and passkey do not help', async () => {
  const [mine, theirs] = [await make(), await make()];
  for (const person of [mine, theirs]) await giveTotp(person);
  const code = await giveRecoveryCode(theirs);
  await refusal(takeSecondStep(await ticketOf(mine), { method: 'recovery', code }, from), 'invalid');
  await givePasskey(mine);
  const foreign = await givePasskey(theirs);
  const ticket = await ticketOf(mine);
  const answer = foreign.prove(await askSecondStep(ticket));
  await refusal(takeSecondStep(ticket, { method: 'passkey', answer }, from), 'invalid');
});

test('a ticket is used up by success, left by a wrong code, and over after five minutes', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  const ticket = await ticketOf(person);
  await refusal(takeSecondStep(ticket, { method: 'totp', code: codeOf(secret, 9) }, from), 'invalid');
  await takeSecondStep(ticket, { method: 'totp', code: codeOf(secret, -1) }, from);
  await refusal(takeSecondStep(ticket, { method: 'totp', code: codeOf(secret) }, from), 'unauthenticated');
  const late = await ticketOf(person);
  await owner.query("UPDATE sign_in_tickets SET expires_at = now() - interval '1 second'");
  await refusal(takeSecondStep(late, { method: 'totp', code: codeOf(secret) }, from), 'unauthenticated');
  await refusal(takeSecondStep(null, { method: 'totp', code: codeOf(secret) }, from), 'unauthenticated');
});

test('one ticket and two good proofs at once start one session', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  const code = await giveRecoveryCode(person);
  const ticket = await ticketOf(person);
  const both = [
    takeSecondStep(ticket, { method: 'totp', code: codeOf(secret) }, from),
    takeSecondStep(ticket, { method: 'recovery', code }, from),
  ];
  expect(await outcomes(both)).toEqual(['fulfilled', 'rejected']);
});

test('who is deactivated between the steps does not come in', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  const ticket = await ticketOf(person);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
  await refusal(takeSecondStep(ticket, { method: 'totp', code: codeOf(secret) }, from), 'unauthenticated');
});

test('guesses of codes are slowed down per account, and a right password does not forget them', async () => {
  const person = await make();
  const secret = await giveTotp(person);
  const wrong = codeOf(secret, 9);
  for (let guess = 0; guess < 6; guess += 1) {
    const elsewhere = { ...from, address: `192.0.2.${guess + 1}` };
    await refusal(takeSecondStep(await ticketOf(person), { method: 'totp', code: wrong }, elsewhere), 'invalid');
  }
  await lengthenWait('factor', person.id);
  const waiting = await refusal(takeSecondStep(await ticketOf(person), { method: 'totp', code: codeOf(secret) }, from), 'too_many');
  expect(waiting.details.retryAfter).toBeGreaterThan(0);
  await refusal(takeSecondStep(await ticketOf(person), { method: 'recovery', code: await giveRecoveryCode(person) }, from), 'too_many');
});

test('a passkey takes the second step; its challenge is answered once and by the browser with the ticket', async () => {
  const person = await make();
  const passkey = await givePasskey(person);
  const ticket = await ticketOf(person);
  const answer = passkey.prove(await askSecondStep(ticket));
  await refusal(takeSecondStep(await ticketOf(person), { method: 'passkey', answer }, from), 'invalid');
  const { token } = await takeSecondStep(ticket, { method: 'passkey', answer }, from);
  expect(await methodOf(token)).toBe('password+passkey');
  await refusal(takeSecondStep(await ticketOf(person), { method: 'passkey', answer }, from), 'invalid');
});

test('a passkey alone signs in; its challenge is answered once, within five minutes and by the browser that asked', async () => {
  const person = await make();
  const passkey = await givePasskey(person);
  const cookie = randomBytes(16).toString('base64url');
  const answer = passkey.prove(await askPasskey(cookie));
  await refusal(signInByPasskey({ answer }, 'of another browser', from), 'invalid');
  await refusal(signInByPasskey({ answer }, null, from), 'invalid');
  const { token, id } = await signInByPasskey({ answer }, cookie, from);
  expect([id, await methodOf(token)]).toEqual([person.id, 'passkey']);
  await refusal(signInByPasskey({ answer }, cookie, from), 'invalid');
  const late = passkey.prove(await askPasskey(cookie));
  await owner.query("UPDATE challenges SET expires_at = now() - interval '1 second'");
  await refusal(signInByPasskey({ answer: late }, cookie, from), 'invalid');
});

test('two answers to one challenge at once start one session', async () => {
  const passkey = await givePasskey(await make());
  const answer = passkey.prove(await askPasskey('cookie of two'));
  expect(await outcomes([1, 2].map(() => signInByPasskey({ answer }, 'cookie of two', from)))).toEqual(['fulfilled', 'rejected']);
});

test('a copy of a passkey is found by its counter; without the person verified, or for another site, it proves nothing', async () => {
  const passkey = await givePasskey(await make());
  const enter = async () => signInByPasskey({ answer: passkey.prove(await askPasskey('a')) }, 'a', from);
  passkey.counter = 7;
  await enter();
  passkey.counter = 3;
  await refusal(enter(), 'invalid');
  passkey.counter = 20;
  passkey.verified = false;
  await refusal(enter(), 'invalid');
  passkey.verified = true;
  passkey.site = 'https://gatehouse.example.net';
  await refusal(enter(), 'invalid');
});

test('a deactivated person’s passkey opens nothing, and a passkey of nobody here says the same', async () => {
  const person = await make();
  const passkey = await givePasskey(person);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
  const refused = await refusal(signInByPasskey({ answer: passkey.prove(await askPasskey('b')) }, 'b', from), 'unauthenticated');
  const unknown = await refusal(signInByPasskey({ answer: new SoftPasskey().prove(await askPasskey('c')) }, 'c', from), 'invalid');
  expect(refused.message).toBe(unknown.message);
});
