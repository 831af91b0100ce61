import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken } from '../actor.ts';
import { hashPassword } from '../passwords.ts';
import type { Actor } from '../policy.ts';
import { signIn } from '../sessions/sign-in.ts';
import { actorOf, contextOf, eventsOf, makeActor, makeAsset, makePerson, makeSession, makeTeam } from '../testing.ts';
import { accountOperations, directoryOperations } from './procedures.ts';

const password = 'four kind otters swim';
const next = 'five calm badgers dig';
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

const withPassword = async (): Promise<Actor> => actorOf(await makePerson({ passwordHash }));
const change = (actor: Actor | null, currentPassword: string, newPassword: string) =>
  call(accountOperations.changePassword, { currentPassword, newPassword }, { context: contextOf(actor) });
const sessionsOf = async (actor: Actor) => (await owner.query('SELECT id FROM sessions WHERE user_id = $1', [actor.id])).rows;

test('the account tells roles and teams as they stand', async () => {
  const team = await makeTeam();
  const actor = await makeActor([team, 'lead']);
  const account = await call(accountOperations.get, {}, { context: contextOf(actor) });
  expect(account).toEqual({
    id: actor.id,
    name: actor.name,
    email: actor.email,
    timeZone: 'UTC',
    locale: 'en-GB',
    notifications: {},
    orgRole: { key: 'member', name: 'Member' },
    memberships: [{ teamId: team.id, teamKey: team.key, teamName: team.name, role: { key: 'lead', name: 'Lead' }, expiresAt: null }],
  });
});

test('name and time zone change, with what they were and are', async () => {
  const actor = await makeActor();
  const edited = await call(accountOperations.edit, { name: '  Mara Oh ', timeZone: 'Pacific/Chatham' }, { context: contextOf(actor) });
  expect(edited).toMatchObject({ name: 'Mara Oh', timeZone: 'Pacific/Chatham' });
  expect(await eventsOf(actor)).toMatchObject([
    {
      event: 'user.edited',
      actor_id: actor.id,
      before: { name: actor.name, timeZone: 'UTC' },
      after: { name: 'Mara Oh', timeZone: 'Pacific/Chatham' },
    },
  ]);
});

test('the language of dates and the choice of notices change; a notice that is not named stays as it was', async () => {
  const actor = await makeActor();
  const edit = (change: object) => call(accountOperations.edit, change, { context: contextOf(actor) });
  await edit({ locale: 'de-DE', notifications: { 'access.requested': false } });
  const account = await edit({ notifications: { 'access.decided': false } });
  expect(account).toMatchObject({ locale: 'de-DE', notifications: { 'access.requested': false, 'access.decided': false } });
  expect((await actorOf(actor)).locale).toBe('de-DE');
});

test('saying what already holds records nothing', async () => {
  const actor = await makeActor();
  await call(accountOperations.edit, { name: actor.name }, { context: contextOf(actor) });
  expect(await eventsOf(actor)).toEqual([]);
});

test('a new name reaches the assets one owns, in every team', async () => {
  const actor = await makeActor();
  const asset = await makeAsset(await makeTeam(), { more: { owner_id: actor.id } });
  await call(accountOperations.edit, { name: 'Renamed Person' }, { context: contextOf(actor) });
  expect((await owner.query('SELECT owner_name FROM assets WHERE id = $1', [asset.id])).rows).toEqual([{ owner_name: 'Renamed Person' }]);
});

test.each([
  { orgRole: 'admin' },
  { email: 'x@example.org' },
  { id: newId() },
  { name: '' },
  { name: 'a\nb' },
  { timeZone: 'Mars/Olympus' },
  { locale: 'xx-klingon' },
  { notifications: { 'asset.registered': true } },
  { name: { set: 'x' } },
])('an account cannot be given %j', async (edit) => {
  const actor = await makeActor();
  await expect(call(accountOperations.edit, edit as object, { context: contextOf(actor) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await eventsOf(actor)).toEqual([]);
});

test('a new password ends every session, this one too, and gives this browser a new one', async () => {
  const actor = await withPassword();
  const elsewhere = await makeSession(actor);
  const { headers } = await change(actor, password, next);
  const [, token = ''] = /^gatehouse-session=([^;]+); Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax/.exec(headers['set-cookie']) ?? [];
  expect((await actorOfToken(token))?.id).toBe(actor.id);
  expect(await actorOfToken(elsewhere)).toBeNull();
  const sessions = await sessionsOf(actor);
  expect(sessions).toHaveLength(1);
  expect(sessions[0].id).not.toBe(actor.sessionId);
  expect((await eventsOf(actor)).map((event) => event.event)).toEqual(['password.changed']);
  expect((await eventsOf({ id: actor.sessionId })).map((event) => [event.event, event.after?.why])).toEqual([
    ['session.ended', 'password changed'],
  ]);
  const from = { address: null, userAgent: null, requestId: newId(), previousToken: null };
  await refusal(signIn({ email: actor.email, password }, from), 'unauthenticated');
  await signIn({ email: actor.email, password: next }, from);
});

test('a wrong current password, a weak new one and the same one again are refused at their fields, and nothing ends', async () => {
  const actor = await withPassword();
  expect((await refusal(change(actor, 'not it', next), 'invalid')).details.fields).toHaveProperty('currentPassword');
  expect((await refusal(change(actor, password, 'short'), 'invalid')).details.fields).toHaveProperty('newPassword');
  expect((await refusal(change(actor, password, password), 'invalid')).details.fields).toHaveProperty('newPassword');
  expect(await sessionsOf(actor)).toHaveLength(1);
  expect(await eventsOf(actor)).toEqual([]);
});

test('guessing the current password is slowed down like guessing at sign-in', async () => {
  const actor = await withPassword();
  for (let at = 0; at < 6; at += 1) await refusal(change(actor, 'not it', next), 'invalid');
  const { rows } = await owner.query('SELECT failures FROM throttles WHERE failures = 6 AND blocked_until > last_at');
  expect(rows).toHaveLength(1);
});

test('of two changes at once one wins', async () => {
  const actor = await withPassword();
  const outcomes = await Promise.allSettled([change(actor, password, next), change(actor, password, 'six brave herons wait')]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await sessionsOf(actor)).toHaveLength(1);
});

test('nobody signed out has an account', async () => {
  const context = contextOf(null);
  await refusal(call(accountOperations.get, {}, { context }), 'unauthenticated');
  await refusal(change(null, password, next), 'unauthenticated');
  await refusal(call(directoryOperations.search, {}, { context }), 'unauthenticated');
});

test('the directory finds by the beginning of any name first, then anywhere and by mail; at most twenty; nobody who left', async () => {
  const actor = await makeActor();
  const key = newId().slice(-6);
  const ann = await makePerson({ name: `Zoe ${key}ann` });
  const early = await makePerson({ name: `${key}bert Young` });
  const inside = await makePerson({ name: `Axx${key}` });
  const mail = await makePerson({ name: 'Quite Other', email: `other.${key}@example.org` });
  await makePerson({ name: `${key} Gone`, status: 'deactivated' });
  const search = async (q: string) => (await call(directoryOperations.search, { q }, { context: contextOf(actor) })).people;
  expect((await search(key.toUpperCase())).map((person) => person.id)).toEqual([early.id, ann.id, inside.id, mail.id]);
  expect(Object.keys((await search(key))[0] ?? {}).sort()).toEqual(['email', 'id', 'name']);
  expect(await search('%')).toEqual([]);
  for (let at = 0; at < 21; at += 1) await makePerson();
  expect(await search('')).toHaveLength(20);
});
