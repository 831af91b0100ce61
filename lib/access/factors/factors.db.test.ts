import { call } from '@orpc/server';
import { expect, test } from 'vitest';
import { owner, refusal } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { actorOfToken } from '../actor.ts';
import { actorOf, contextOf, eventsOf, makeOrganisationActor, makePerson, makeSession } from '../testing.ts';
import { codeOf, giveRecoveryCode, giveTotp, lengthenWait, SoftPasskey } from './testing.ts';

const { factors } = router;

async function someone() {
  const person = await makePerson();
  const actor = await actorOf(person);
  return { person, actor, context: contextOf(actor) };
}

type Someone = Awaited<ReturnType<typeof someone>>;

async function addApp({ context }: Someone) {
  const { secret, address } = await call(factors.beginTotp, {}, { context });
  const added = await call(factors.addTotp, { code: codeOf(secret) }, { context });
  return { secret, address, ...added };
}

async function addPasskey({ context }: Someone, passkey = new SoftPasskey(), name = 'Blue key') {
  const options = await call(factors.askForPasskey, {}, { context });
  return { passkey, ...(await call(factors.addPasskey, { name, answer: passkey.make(options) }, { context })) };
}

test('an authenticator app is added by a code it shows; with the first factor come ten codes, and the other sessions end', async () => {
  const me = await someone();
  const elsewhere = await makeSession(me.person);
  const { secret, address, recoveryCodes } = await addApp(me);
  expect(address).toMatch(/^otpauth:\/\/totp\/Gatehouse/);
  expect(address).toContain(secret);
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes ?? []) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  expect(await actorOfToken(elsewhere)).toBeNull();
  expect(await call(factors.get, {}, { context: me.context })).toMatchObject({ totp: {}, passkeys: [], recoveryCodesLeft: 10 });
  const { rows } = await owner.query('SELECT secret FROM totp_secrets WHERE user_id = $1', [me.person.id]);
  expect(rows[0].secret.toString('latin1')).not.toContain(secret);
});

test('events tell what was added and removed, and no secret', async () => {
  const me = await someone();
  const { secret, recoveryCodes } = await addApp(me);
  await addPasskey(me);
  await call(factors.removeTotp, {}, { context: me.context });
  const events = await eventsOf(me.person);
  expect(events.map((each) => [each.event, each.after?.factor ?? each.before?.factor ?? each.after?.count])).toEqual([
    ['factor.added', 'totp'],
    ['recovery_codes.made', 10],
    ['factor.added', 'passkey'],
    ['factor.removed', 'totp'],
  ]);
  for (const kept of [secret, ...(recoveryCodes ?? [])]) expect(JSON.stringify(events)).not.toContain(kept);
});

test('a wrong code adds nothing, may be mistyped again, and guesses are slowed down', async () => {
  const me = await someone();
  const { secret } = await call(factors.beginTotp, {}, { context: me.context });
  const wrong = codeOf(secret) === '123456' ? '654321' : '123456';
  await refusal(call(factors.addTotp, { code: wrong }, { context: me.context }), 'invalid');
  await call(factors.addTotp, { code: codeOf(secret) }, { context: me.context });
  for (let guess = 0; guess < 6; guess += 1) {
    await call(factors.beginTotp, {}, { context: me.context });
    await refusal(call(factors.addTotp, { code: wrong }, { context: me.context }), 'invalid');
  }
  await lengthenWait('factor', me.person.id);
  await refusal(call(factors.addTotp, { code: wrong }, { context: me.context }), 'too_many');
});

test('a key is good for five minutes and for the session that asked for it', async () => {
  const me = await someone();
  const { secret } = await call(factors.beginTotp, {}, { context: me.context });
  expect((await call(factors.beginTotp, {}, { context: me.context })).secret).toBe(secret);
  const other = contextOf(await actorOf(me.person));
  await refusal(call(factors.addTotp, { code: codeOf(secret) }, { context: other }), 'invalid');
  await owner.query("UPDATE challenges SET expires_at = now() - interval '1 second'");
  await refusal(call(factors.addTotp, { code: codeOf(secret) }, { context: me.context }), 'invalid');
});

test('a passkey is added once, renamed and removed; another person’s is not there', async () => {
  const me = await someone();
  const { passkey, id, recoveryCodes } = await addPasskey(me);
  expect(recoveryCodes).toHaveLength(10);
  const options = await call(factors.askForPasskey, {}, { context: me.context });
  await refusal(call(factors.addPasskey, { name: 'Again', answer: passkey.make(options) }, { context: me.context }), 'invalid');
  await call(factors.renamePasskey, { id, name: 'Green key' }, { context: me.context });
  expect((await call(factors.get, {}, { context: me.context })).passkeys).toMatchObject([{ id, name: 'Green key', lastUsedAt: null }]);
  const stranger = await someone();
  await refusal(call(factors.renamePasskey, { id, name: 'Mine' }, { context: stranger.context }), 'not_found');
  await refusal(call(factors.removePasskey, { id }, { context: stranger.context }), 'not_found');
  await call(factors.removePasskey, { id }, { context: me.context });
  expect(await call(factors.get, {}, { context: me.context })).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
});

test('a passkey’s challenge is answered once, by the session that asked, with the person verified, at our address', async () => {
  const me = await someone();
  const options = await call(factors.askForPasskey, {}, { context: me.context });
  const answer = new SoftPasskey().make(options);
  await refusal(call(factors.addPasskey, { name: 'x', answer }, { context: contextOf(await actorOf(me.person)) }), 'invalid');
  await call(factors.addPasskey, { name: 'x', answer }, { context: me.context });
  await refusal(call(factors.addPasskey, { name: 'x', answer }, { context: me.context }), 'invalid');
  const [unverified, phished] = [new SoftPasskey(), new SoftPasskey()];
  unverified.verified = false;
  phished.site = 'https://gatehouse.example.net';
  for (const passkey of [unverified, phished]) await refusal(addPasskey(me, passkey), 'invalid');
});

test('where a factor is required, the last one stays; two removed at once leave one', async () => {
  const me = await someone();
  const first = await addPasskey(me);
  const second = await addPasskey(me);
  await owner.query(`INSERT INTO settings (name, value) VALUES ('second_factor', '{"requiredFor": "everyone"}')`);
  try {
    const removals = await Promise.allSettled(
      [first.id, second.id].map((id) => call(factors.removePasskey, { id }, { context: me.context })),
    );
    expect(removals.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    const left = await call(factors.get, {}, { context: me.context });
    expect(left).toMatchObject({ required: 'organisation', passkeys: [{}] });
    await refusal(call(factors.removePasskey, { id: left.passkeys[0]?.id ?? '' }, { context: me.context }), 'conflict');
  } finally {
    await owner.query("DELETE FROM settings WHERE name = 'second_factor'");
  }
});

test('new recovery codes take the place of the old ones, and are for who has a factor', async () => {
  const me = await someone();
  await refusal(call(factors.renewRecoveryCodes, {}, { context: me.context }), 'conflict');
  const { recoveryCodes: old } = await addApp(me);
  const { recoveryCodes } = await call(factors.renewRecoveryCodes, {}, { context: me.context });
  expect(recoveryCodes).toHaveLength(10);
  expect(recoveryCodes.filter((code) => old?.includes(code))).toEqual([]);
  const { rows } = await owner.query('SELECT octet_length(code_hash) AS size FROM recovery_codes WHERE user_id = $1', [me.person.id]);
  expect(rows).toEqual(Array.from({ length: 10 }, () => ({ size: 32 })));
});

test('what is sensitive wants a fresh proof', async () => {
  const { actor } = await someone();
  const context = contextOf({ ...actor, confirmedAt: new Date(Date.now() - 16 * 60_000) });
  const id = actor.id;
  for (const attempt of [
    call(factors.beginTotp, {}, { context }),
    call(factors.addTotp, { code: '123456' }, { context }),
    call(factors.removeTotp, {}, { context }),
    call(factors.askForPasskey, {}, { context }),
    call(factors.removePasskey, { id }, { context }),
    call(factors.renewRecoveryCodes, {}, { context }),
  ])
    expect((await refusal(attempt, 'forbidden')).details.confirm).toBe(true);
});

test('an administrator resets somebody’s factors, which ends their sessions; not their own, and nobody else may', async () => {
  const admin = await makeOrganisationActor('admin');
  const { person } = await someone();
  const token = await makeSession(person);
  await giveTotp(person);
  await giveRecoveryCode(person);
  const context = contextOf(admin);
  await refusal(call(factors.reset, { id: person.id }, { context: contextOf(await makeOrganisationActor('security')) }), 'forbidden');
  await refusal(call(factors.reset, { id: admin.id }, { context }), 'forbidden');
  const stale = contextOf({ ...admin, confirmedAt: new Date(0) });
  expect((await refusal(call(factors.reset, { id: person.id }, { context: stale }), 'forbidden')).details.confirm).toBe(true);
  await call(factors.reset, { id: person.id }, { context });
  expect(await actorOfToken(token)).toBeNull();
  expect((await eventsOf(person)).at(-1)).toMatchObject({ event: 'factors.reset', actor_id: admin.id, before: { totp: true } });
  await refusal(call(factors.reset, { id: person.id }, { context }), 'conflict');
});
