import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { actorOfApiToken, actorOfTokenId } from '../bearer.ts';
import type { Actor } from '../policy.ts';
import { houseScope } from '../policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makePerson,
  makeService,
  makeServiceActor,
  makeTeam,
  makeToken,
  type TestPerson,
  type TestTeam,
} from '../testing.ts';
import { isWellFormed } from './format.ts';
import { revokeTokens } from './issuing.ts';
import { tokenOperations } from './procedures.ts';

let team: TestTeam;
let person: TestPerson;
let actor: Actor;
const make = (by: Actor | null, input: unknown) => call(tokenOperations.make, input as never, { context: contextOf(by) });
const list = async (by: Actor) => (await call(tokenOperations.list, {}, { context: contextOf(by) })).tokens;
const usual = { name: 'Nightly export', scopes: ['asset.read', 'asset.export'], days: 30 };

beforeEach(async () => {
  team = await makeTeam();
  person = await makePerson({ roles: [[team, 'lead']] });
  actor = await actorOf(person);
});

test('a token is told once, kept as its SHA-256 alone, and stands in the audit log without its text', async () => {
  const made = await make(actor, usual);
  expect(isWellFormed(made.token)).toBe(true);
  const { rows } = await owner.query('SELECT *, token_hash = sha256($2::bytea) AS matches FROM api_tokens WHERE id = $1', [
    made.id,
    Buffer.from(made.token),
  ]);
  expect(rows).toMatchObject([{ user_id: person.id, name: usual.name, scopes: ['asset.read', 'asset.export'], matches: true }]);
  const events = await eventsOf(made);
  expect(events).toMatchObject([
    { event: 'token.made', actor_id: person.id, target_type: 'token', after: { name: usual.name, userId: person.id } },
  ]);
  const everything = JSON.stringify([await list(actor), events, rows]);
  expect(everything).not.toContain(made.token);
  expect(everything).not.toContain(made.token.slice(4, -6));
});

test('the list tells hint, scopes, state, expiry and last use; those in force come first; nobody else’s are in it', async () => {
  const made = await make(actor, usual);
  await makeToken(person, { name: 'Old', expiresAt: new Date(Date.now() - 1000) });
  await makeToken(person, { name: 'Nearly over', expiresAt: new Date(Date.now() + 60 * 60 * 1000) });
  await makeToken(await makePerson(), { name: 'canary' });
  await actorOfApiToken(made.token, '192.0.2.7');
  const tokens = await list(actor);
  expect(tokens.map(({ name, state }) => [name, state])).toEqual([
    [usual.name, 'active'],
    ['Nearly over', 'expires_soon'],
    ['Old', 'expired'],
  ]);
  expect(tokens[0]).toMatchObject({
    hint: `gth_…${made.token.slice(-4)}`,
    scopes: usual.scopes,
    lastUsedAddress: '192.0.2.7',
    createdBy: person.name,
  });
  expect(Date.parse(tokens[0]?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
});

test.each([
  ['no name', { name: ' ' }],
  ['no scope', { scopes: [] }],
  ['a scope that is none', { scopes: ['everything'] }],
  ['no expiry', { days: undefined }],
  ['more than a year', { days: 366 }],
  ['half a day', { days: 0.5 }],
  ['a field that is not known', { userId: newId() }],
])('%s is refused', async (_, wrong) => {
  await expect(make(actor, { ...usual, ...wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await list(actor)).toEqual([]);
});

test('a right that its owner holds nowhere is refused at scopes, in words', async () => {
  const error = await refusal(make(actor, { ...usual, scopes: ['asset.read', 'role.manage'] }), 'invalid');
  expect(error.details.fields?.['scopes']).toContain('define custom roles');
  expect(await list(actor)).toEqual([]);
});

test('tokens are made, replaced and revoked by people at a browser with a fresh proof, never with a token', async () => {
  const made = await make(actor, usual);
  const asToken = await actorOfApiToken((await makeToken(person)).token, null);
  const stale = { ...actor, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  for (const [by, confirm] of [
    [asToken, undefined],
    [await makeServiceActor(team), undefined],
    [stale, true],
  ] as const) {
    for (const work of [
      () => make(by, usual),
      () => call(tokenOperations.rotate, { id: made.id, days: 7 }, { context: contextOf(by) }),
      () => call(tokenOperations.revoke, { id: made.id }, { context: contextOf(by) }),
    ])
      expect((await refusal(work(), 'forbidden')).details.confirm).toBe(confirm);
  }
  await refusal(make(null, usual), 'unauthenticated');
});

test('replacing a token ends the old one, keeps name and scopes, and is told in the audit log', async () => {
  const first = await make(actor, usual);
  const second = await call(tokenOperations.rotate, { id: first.id, days: 7 }, { context: contextOf(actor) });
  expect(second.token).not.toBe(first.token);
  await refusal(actorOfApiToken(first.token, null), 'unauthenticated');
  expect((await actorOfApiToken(second.token, null)).token?.scopes).toEqual(usual.scopes);
  expect((await eventsOf(first)).map(({ event, after }) => [event, after?.['why']])).toEqual([
    ['token.made', undefined],
    ['token.revoked', 'replaced'],
  ]);
  expect((await eventsOf(second)).map(({ event }) => event)).toEqual(['token.made']);
  await refusal(call(tokenOperations.rotate, { id: first.id, days: 7 }, { context: contextOf(actor) }), 'not_found');
});

test('a replacement carries no right that its owner lost meanwhile', async () => {
  const made = await make(actor, { ...usual, scopes: ['asset.read', 'asset.move'] });
  await giveRole(person, team, 'viewer');
  const rotated = await call(tokenOperations.rotate, { id: made.id, days: 7 }, { context: contextOf(await actorOf(person)) });
  expect((await actorOfApiToken(rotated.token, null)).token?.scopes).toEqual(['asset.read']);
  await owner.query('DELETE FROM memberships WHERE user_id = $1', [person.id]);
  await refusal(call(tokenOperations.rotate, { id: rotated.id, days: 7 }, { context: contextOf(await actorOf(person)) }), 'conflict');
});

test('of two replacements at once one wins, and one token is left', async () => {
  const made = await make(actor, usual);
  const rotate = () => call(tokenOperations.rotate, { id: made.id, days: 7 }, { context: contextOf(actor) });
  const outcomes = await Promise.allSettled([rotate(), rotate(), rotate()]);
  expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  expect((await list(actor)).filter((each) => each.state === 'active')).toHaveLength(1);
});

test('revoking ends it; twice is once; someone else’s is not there', async () => {
  const made = await make(actor, usual);
  const other = await actorOf(await makePerson({ orgRole: 'admin' }));
  const revoke = (by: Actor) => call(tokenOperations.revoke, { id: made.id }, { context: contextOf(by) });
  await refusal(revoke(other), 'not_found');
  await actorOfApiToken(made.token, null);
  await revoke(actor);
  await refusal(actorOfApiToken(made.token, null), 'unauthenticated');
  await revoke(actor);
  expect((await eventsOf(made)).map((each) => each.event)).toEqual(['token.made', 'token.revoked']);
});

test('a person has so many tokens and no more', async () => {
  for (let count = 0; count < 100; count += 1) await makeToken(person);
  await refusal(make(actor, usual), 'conflict');
});

test('the use of a token is noted at most once a minute, by many at once too, and is no change of it', async () => {
  const { id, token } = await makeToken(person);
  await Promise.all(Array.from({ length: 8 }, (_, at) => actorOfApiToken(token, `192.0.2.${at}`)));
  const used = async () => (await owner.query('SELECT last_used_at, last_used_address FROM api_tokens WHERE id = $1', [id])).rows[0];
  const first = await used();
  await actorOfApiToken(token, '198.51.100.1');
  expect(await used()).toEqual(first);
  await owner.query("UPDATE api_tokens SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [id]);
  await actorOfApiToken(token, '198.51.100.1');
  expect(await used()).toMatchObject({ last_used_address: '198.51.100.1' });
  expect(await eventsOf({ id })).toEqual([]);
});

test('an expired token, an unknown one and one of a deactivated person are refused; a job of theirs gets nobody', async () => {
  const [expired, kept] = [await makeToken(person, { expiresAt: new Date(Date.now() - 1) }), await makeToken(person)];
  await refusal(actorOfApiToken(expired.token, null), 'unauthenticated');
  expect(await actorOfTokenId(kept.id)).toMatchObject({ id: person.id, token: { id: kept.id } });
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [person.id]);
  await refusal(actorOfApiToken(kept.token, null), 'unauthenticated');
  expect(await actorOfTokenId(kept.id)).toBeNull();
  expect(await actorOfTokenId(expired.id)).toBeNull();
});

test('a token made while its owner is deactivated is revoked with the others, or not made', async () => {
  const deactivate = () =>
    transact(houseScope(null), { actorId: null, requestId: 'r', operationId: newId() }, 'user.deactivated', async (change) => {
      await change.tx.user.update({ where: { id: person.id }, data: { status: 'deactivated' } });
      await revokeTokens(change, { userId: person.id }, 'owner deactivated');
      await change.record({ event: 'user.deactivated', targetType: 'user', targetId: person.id, teamId: null });
    });
  await Promise.allSettled([make(actor, usual), make(actor, usual), deactivate(), make(actor, usual)]);
  const { rows } = await owner.query('SELECT 1 FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL', [person.id]);
  expect(rows).toEqual([]);
});

test('a service account’s token acts in its team with its role, within its scopes', async () => {
  const service = await makeService(team, { role: 'ml_engineer' });
  const { id, token } = await makeToken(service, { scopes: ['asset.read', 'asset.edit'] });
  expect(await actorOfApiToken(token, null)).toMatchObject({
    id: service.id,
    type: 'service',
    name: service.name,
    orgRole: { key: 'member' },
    memberships: [{ teamId: team.id, role: { key: 'ml_engineer' } }],
    sessionId: '',
    token: { id, scopes: ['asset.read', 'asset.edit'] },
  });
});

test('a custom role reaches a service account’s token as it stands at the moment', async () => {
  const key = newId();
  const role = "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $2, '{asset.read,asset.edit}', '{model}')";
  await owner.query(role, [key, `Custom ${key}`]);
  const { token } = await makeToken(await makeService(team, { role: key }));
  const rights = async () => (await actorOfApiToken(token, null)).memberships[0]?.role;
  expect(await rights()).toMatchObject({ key, permissions: ['asset.read', 'asset.edit'], kinds: ['model'] });
  await owner.query("UPDATE roles SET permissions = '{asset.read}' WHERE key = $1", [key]);
  expect(await rights()).toMatchObject({ permissions: ['asset.read'] });
});

test('a service account’s token is refused once the account is deactivated or its team archived', async () => {
  const [one, two] = [await makeService(team), await makeService(team)];
  const [first, second] = [await makeToken(one), await makeToken(two)];
  await owner.query("UPDATE service_accounts SET status = 'deactivated' WHERE id = $1", [one.id]);
  await refusal(actorOfApiToken(first.token, null), 'unauthenticated');
  await actorOfApiToken(second.token, null);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  await refusal(actorOfApiToken(second.token, null), 'unauthenticated');
});
