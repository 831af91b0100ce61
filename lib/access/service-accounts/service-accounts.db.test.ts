import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfApiToken } from '../bearer.ts';
import type { Actor } from '../policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  makeActor,
  makeOrganisationActor,
  makePerson,
  makeService,
  makeServiceActor,
  makeTeam,
  makeToken,
  type TestTeam,
} from '../testing.ts';
import { serviceAccountOperations as operations } from './procedures.ts';

let ours: TestTeam;
let theirs: TestTeam;
let lead: Actor;
beforeEach(async () => {
  [ours, theirs] = [await makeTeam(), await makeTeam()];
  lead = await makeActor([ours, 'lead'], [theirs, 'viewer']);
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const create = (actor: Actor, more: object = {}) =>
  call(operations.create, { teamId: ours.id, name: 'Nightly scan', role: 'ml_engineer', ...more }, as(actor));
const usual = { name: 'CI', scopes: ['asset.read' as const, 'asset.edit' as const], days: 30 };

/** A role for teams of just these rights, made for the test. */
async function customRole(permissions: string[]): Promise<string> {
  const key = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $2, $3, '{model}')", [
    key,
    `Custom ${key}`,
    permissions,
  ]);
  return key;
}

async function actorWith(permissions: string[]): Promise<Actor> {
  const person = await makePerson();
  const membership = 'INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)';
  await owner.query(membership, [ours.id, person.id, await customRole(permissions)]);
  return actorOf(person);
}

test('a lead makes one in their team; it is listed and told in the audit log', async () => {
  const { id } = await create(lead, { description: 'Scans what was registered.' });
  const { accounts } = await call(operations.list, { teamId: ours.id }, as(lead));
  expect(accounts).toMatchObject([
    {
      id,
      name: 'Nightly scan',
      role: { key: 'ml_engineer', name: 'ML engineer' },
      status: 'active',
      tokens: 0,
      lastUsedAt: null,
      createdBy: lead.name,
    },
  ]);
  expect(await eventsOf({ id })).toMatchObject([
    { event: 'service_account.created', team_id: ours.id, actor_id: lead.id, after: { name: 'Nightly scan', role: 'ml_engineer' } },
  ]);
});

test('whoever does not manage a team’s service accounts is refused, and sees none of a team out of sight', async () => {
  const { id } = await makeService(theirs, { name: 'canary' });
  const stranger = await makeActor([ours, 'lead']);
  await refusal(call(operations.list, { teamId: theirs.id }, as(lead)), 'forbidden');
  await refusal(call(operations.list, { teamId: theirs.id }, as(stranger)), 'not_found');
  await refusal(call(operations.list, { teamId: newId() }, as(await makeOrganisationActor('admin'))), 'not_found');
  await refusal(create(stranger, { teamId: theirs.id }), 'not_found');
  await refusal(create(lead, { teamId: theirs.id }), 'forbidden');
  await refusal(create(await makeActor([ours, 'ml_engineer'])), 'forbidden');
  for (const actor of [lead, stranger])
    for (const work of [
      () => call(operations.get, { id }, as(actor)),
      () => call(operations.edit, { id, version: 1, name: 'Taken over' }, as(actor)),
      () => call(operations.deactivate, { id }, as(actor)),
      () => call(operations.tokens, { id }, as(actor)),
      () => call(operations.makeToken, { id, ...usual }, as(actor)),
    ])
      await refusal(work(), 'not_found');
  expect(await eventsOf({ id })).toEqual([]);
});

test('names are told apart in a team; a role is one of teams that stands', async () => {
  await create(lead);
  expect((await refusal(create(lead), 'conflict')).details.fields).toHaveProperty('name');
  await create(await makeOrganisationActor('admin'), { teamId: theirs.id });
  for (const role of ['admin', 'nothing', newId()])
    expect((await refusal(create(lead, { name: role, role }), 'invalid')).details.fields).toHaveProperty('role');
});

test('nobody gives a service account, or a token of one, what they do not hold in its team', async () => {
  const manager = await actorWith(['asset.read', 'service.manage']);
  expect((await refusal(create(manager), 'invalid')).details.fields?.['role']).toContain('register assets');
  const { id } = await makeService(ours, { role: 'lead' });
  expect((await refusal(call(operations.makeToken, { id, ...usual }, as(manager)), 'invalid')).details.fields?.['scopes']).toContain(
    'edit assets',
  );
  await call(operations.makeToken, { id, ...usual, scopes: ['asset.read'] }, as(manager));
  const strong = await makeToken({ id, teamId: ours.id }, { scopes: ['asset.read', 'asset.edit'] });
  await refusal(call(operations.rotateToken, { id, tokenId: strong.id, days: 7 }, as(manager)), 'invalid');
  await actorOfApiToken(strong.token, null);
  await refusal(call(operations.edit, { id, version: 1, role: 'ml_engineer' }, as(manager)), 'invalid');
});

test('an edit raises the version; an older one is a conflict with the values as they stand', async () => {
  const { id } = await create(lead);
  const edited = await call(operations.edit, { id, version: 1, role: 'viewer', description: 'Reads.' }, as(lead));
  expect(edited).toMatchObject({ version: 2, role: { key: 'viewer' }, description: 'Reads.', name: 'Nightly scan' });
  const stale = await refusal(call(operations.edit, { id, version: 1, name: 'Other' }, as(lead)), 'conflict');
  expect(stale.details.current).toMatchObject({ name: 'Nightly scan', version: 2 });
  expect((await eventsOf({ id })).at(-1)).toMatchObject({
    event: 'service_account.edited',
    before: { role: 'ml_engineer' },
    after: { role: 'viewer' },
  });
  await call(operations.edit, { id, version: 2, name: 'Nightly scan' }, as(lead));
  expect(await eventsOf({ id })).toHaveLength(2);
});

test('a token is made within its role, acts, is replaced and revoked', async () => {
  const { id } = await create(lead);
  const error = await refusal(call(operations.makeToken, { id, ...usual, scopes: ['member.manage'] }, as(lead)), 'invalid');
  expect(error.details.fields).toHaveProperty('scopes');
  const made = await call(operations.makeToken, { id, ...usual }, as(lead));
  expect(made.token).toMatch(/^gths_/);
  expect(await actorOfApiToken(made.token, null)).toMatchObject({ id, type: 'service', token: { scopes: usual.scopes } });
  expect((await eventsOf(made))[0]).toMatchObject({ event: 'token.made', team_id: ours.id, after: { serviceAccountId: id } });
  const next = await call(operations.rotateToken, { id, tokenId: made.id, days: 7 }, as(lead));
  await refusal(actorOfApiToken(made.token, null), 'unauthenticated');
  await call(operations.revokeToken, { id, tokenId: next.id }, as(lead));
  await refusal(actorOfApiToken(next.token, null), 'unauthenticated');
  const { tokens } = await call(operations.tokens, { id }, as(lead));
  expect(tokens.map((each) => each.state)).toEqual(['revoked', 'revoked']);
  expect(JSON.stringify(tokens)).not.toContain(next.token);
});

test('a token of one account is not reached through another', async () => {
  const [mine, other] = [await makeService(ours), await makeService(ours)];
  const { id: tokenId, token } = await makeToken(other);
  await refusal(call(operations.revokeToken, { id: mine.id, tokenId }, as(lead)), 'not_found');
  await refusal(call(operations.rotateToken, { id: mine.id, tokenId, days: 7 }, as(lead)), 'not_found');
  await actorOfApiToken(token, null);
});

test('deactivating revokes its tokens at once; activating it again brings none back', async () => {
  const { id } = await create(lead);
  const { token } = await call(operations.makeToken, { id, ...usual }, as(lead));
  expect(await call(operations.deactivate, { id }, as(lead))).toMatchObject({ status: 'deactivated', tokens: 0 });
  await refusal(actorOfApiToken(token, null), 'unauthenticated');
  await refusal(call(operations.makeToken, { id, ...usual }, as(lead)), 'conflict');
  await call(operations.deactivate, { id }, as(lead));
  expect(await call(operations.reactivate, { id }, as(lead))).toMatchObject({ status: 'active' });
  await refusal(actorOfApiToken(token, null), 'unauthenticated');
  expect((await eventsOf({ id })).map((each) => each.event)).toEqual([
    'service_account.created',
    'service_account.deactivated',
    'service_account.reactivated',
  ]);
});

test('a token made while its account is deactivated is revoked with the others, or not made', async () => {
  const { id } = await create(lead);
  const make = () => call(operations.makeToken, { id, ...usual }, as(lead));
  await Promise.allSettled([make(), make(), call(operations.deactivate, { id }, as(lead)), make()]);
  const { rows } = await owner.query('SELECT 1 FROM api_tokens WHERE service_account_id = $1 AND revoked_at IS NULL', [id]);
  expect(rows).toEqual([]);
});

test('in an archived team none is made', async () => {
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [ours.id]);
  await refusal(create(await makeOrganisationActor('admin')), 'conflict');
});

test('a service account with the right manages others within its scopes, and makes none stronger than its token', async () => {
  const strong = await makeServiceActor(ours, 'lead');
  expect(await create(strong)).toHaveProperty('id');
  const narrow = await makeServiceActor(ours, 'lead', ['service.manage', 'asset.read', 'asset.export']);
  await refusal(create(narrow, { name: 'Second' }), 'invalid');
  await create(narrow, { name: 'Third', role: 'viewer' });
  await refusal(create(await makeServiceActor(ours, 'lead', ['asset.read']), { name: 'Fourth', role: 'viewer' }), 'forbidden');
});
