import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { actorOfToken } from './actor.ts';
import { giveTotp } from './factors/testing.ts';
import { hashPassword } from './passwords.ts';
import { actorOf, contextOf, makePerson, makeSession } from './testing.ts';

const currentPassword = 'four kind otters swim';

async function someone() {
  const person = await makePerson({ passwordHash: await hashPassword(currentPassword) });
  return { person, context: contextOf(await actorOf(person)) };
}

const change = (newPassword: string, context: ReturnType<typeof contextOf>) =>
  call(router.account.changePassword, { currentPassword, newPassword }, { context });

const shortOf = async (person: { id: string }) =>
  (await owner.query('SELECT short FROM passwords WHERE user_id = $1', [person.id])).rows[0].short;

test('fifteen characters alone; twelve beside a second factor, which is noted and keeps the factor in place', async () => {
  const { person, context } = await someone();
  expect((await refusal(change('x7#qP!2vLk9$', context), 'invalid')).message).toContain('at least 15');
  await giveTotp(person);
  expect((await refusal(change('x7#qP!2vLk9', context), 'invalid')).message).toContain('at least 12');
  await change('x7#qP!2vLk9$', context);
  expect(await shortOf(person)).toBe(true);
  const again = contextOf(await actorOf(person));
  expect((await refusal(call(router.factors.removeTotp, {}, { context: again }), 'conflict')).message).toContain('at least 15');
  await call(router.account.changePassword, { currentPassword: 'x7#qP!2vLk9$', newPassword: 'five calm badgers dig' }, { context: again });
  expect(await shortOf(person)).toBe(false);
  await call(router.factors.removeTotp, {}, { context: contextOf(await actorOf(person)) });
});

test('a common password is refused by the server, whatever the form let pass', async () => {
  const { context } = await someone();
  for (const common of ['Sunshine!!!!2026', 'qwerty123456789', 'MachineLearning1'])
    expect((await refusal(change(common, context), 'invalid')).details.fields).toHaveProperty('newPassword');
});

test('a change ends every session, the tickets of sign-ins under way too, and keeps how this one began', async () => {
  const { person, context } = await someone();
  const elsewhere = await makeSession(person);
  await owner.query("UPDATE sessions SET method = 'password+totp' WHERE id = $1", [context.actor?.sessionId]);
  await owner.query(
    "INSERT INTO sign_in_tickets (id, user_id, token_hash, expires_at) VALUES (uuid7(), $1, 'x', now() + interval '5 minutes')",
    [person.id],
  );
  const { headers } = await change('five calm badgers dig', context);
  const token = /gatehouse-session=([^;]+)/.exec(headers['set-cookie'])?.[1] ?? '';
  expect(await actorOfToken(elsewhere)).toBeNull();
  expect(await actorOfToken(token)).not.toBeNull();
  const { rows } = await owner.query(
    'SELECT (SELECT array_agg(method) FROM sessions WHERE user_id = $1) AS methods, (SELECT count(*)::int FROM sign_in_tickets WHERE user_id = $1) AS tickets',
    [person.id],
  );
  expect(rows[0]).toEqual({ methods: ['password+totp'], tickets: 0 });
});
