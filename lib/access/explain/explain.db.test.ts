import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { accessOperations as access } from '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { type Permission, permissionNames } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeService,
  makeTeam,
  makeToken,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from '../testing.ts';

let team: TestTeam;
let other: TestTeam;
let asset: TestAsset;
let lead: Actor;
let yusuf: TestPerson;

beforeEach(async () => {
  [team, other] = [await makeTeam({ name: `Fraud analytics ${newId()}` }), await makeTeam()];
  asset = await makeAsset(team, { kind: 'model' });
  lead = await makeActor([team, 'lead']);
  yusuf = await makePerson({ roles: [[team, 'data_scientist']] });
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const explained = (
  actor: Actor,
  principalId: string,
  on: { assetId?: string; teamId?: string; tokenId?: string } = { assetId: asset.id },
) => call(access.explain, { principalId, ...on }, as(actor));
const verdict = async (permission: Permission, ...given: Parameters<typeof explained>) =>
  (await explained(...given)).verdicts.find((each) => each.permission === permission);

test('a lead learns what a member may do to an asset, through which team, role and rule, and why not the rest', async () => {
  await owner.query("UPDATE memberships SET expires_at = now() + interval '10 days' WHERE user_id = $1", [yusuf.id]);
  const explanation = await explained(lead, yusuf.id);
  expect(explanation).toMatchObject({
    principal: { name: yusuf.name, type: 'person', orgRole: { key: 'member' } },
    asset: { id: asset.id, kind: 'model' },
    team: { id: team.id },
  });
  expect(explanation.verdicts.map((each) => each.permission)).toEqual(permissionNames);
  const edit = await verdict('asset.edit', lead, yusuf.id);
  expect(edit).toMatchObject({
    allowed: true,
    reason: null,
    through: [{ place: 'team', teamName: team.name, role: { name: 'Data scientist' }, kinds: ['dataset', 'model'] }],
  });
  expect(edit?.through[0]?.expiresAt).toMatch(/^20/);
  expect(await verdict('asset.move', lead, yusuf.id)).toMatchObject({ allowed: false, reason: 'role' });
  const pipeline = await makeAsset(team, { kind: 'pipeline' });
  expect(await verdict('asset.edit', lead, yusuf.id, { assetId: pipeline.id })).toMatchObject({ allowed: false, reason: 'kind' });
});

test('what is explained is what is decided, for everyone and every right', async () => {
  const admin = await makeOrganisationActor('admin');
  const people = [
    yusuf,
    await makePerson(),
    await makePerson({ orgRole: 'auditor', roles: [[other, 'lead']] }),
    await makePerson({
      roles: [
        [other, 'lead'],
        [team, 'viewer'],
      ],
    }),
  ];
  for (const person of people) {
    const actor = await actorOf(person);
    for (const each of (await explained(admin, person.id)).verdicts)
      expect(each.allowed, each.permission).toBe(can(actor, each.permission, { teamId: team.id, kind: 'model' }));
  }
});

test('one may always ask about oneself; about others only with the right to explain there', async () => {
  const self = await actorOf(yusuf);
  expect((await explained(self, self.id)).principal.id).toBe(self.id);
  await refusal(explained(self, lead.id), 'forbidden');
  await refusal(explained(await makeOrganisationActor('member'), yusuf.id, { teamId: team.id }), 'forbidden');
  await refusal(explained(await makeActor([other, 'lead']), yusuf.id, { teamId: team.id }), 'forbidden');
  await refusal(explained(await makeActor([other, 'lead']), yusuf.id), 'not_found');
  expect(await verdict('asset.read', await makeOrganisationActor('auditor'), yusuf.id)).toMatchObject({ allowed: true });
  await refusal(call(access.explain, { principalId: yusuf.id, teamId: team.id }, as(null)), 'unauthenticated');
});

test('the role that somebody holds in a team that the asker does not know stays untold', async () => {
  const both = await makePerson({ roles: [[other, 'lead']] });
  expect(await verdict('asset.edit', lead, both.id)).toMatchObject({ allowed: false, reason: 'elsewhere', instead: [] });
  expect(JSON.stringify(await explained(lead, both.id))).not.toContain(other.name);
  const known = await verdict('asset.edit', await makeOrganisationActor('auditor'), both.id);
  expect(known?.instead).toMatchObject([{ teamName: other.name }]);
});

test('an expired role, an archived team and a deactivated person are told as such', async () => {
  const admin = await makeOrganisationActor('admin');
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 second' WHERE user_id = $1", [yusuf.id]);
  expect(await verdict('asset.edit', admin, yusuf.id)).toMatchObject({
    allowed: false,
    reason: 'expired',
    instead: [{ role: { key: 'data_scientist' } }],
  });
  await owner.query('UPDATE memberships SET expires_at = NULL WHERE user_id = $1', [yusuf.id]);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  expect(await verdict('asset.edit', admin, yusuf.id, { teamId: team.id })).toMatchObject({ allowed: false });
  expect(await verdict('asset.read', admin, yusuf.id, { teamId: team.id })).toMatchObject({ reason: 'archived' });
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [yusuf.id]);
  expect(await verdict('asset.read', admin, yusuf.id)).toMatchObject({ allowed: false, reason: 'deactivated' });
});

test('a service account is explained like a person, within its team, and a token by its scopes', async () => {
  const service = await makeService(team, { role: 'ml_engineer' });
  expect(await verdict('asset.edit', lead, service.id)).toMatchObject({ allowed: true, through: [{ role: { key: 'ml_engineer' } }] });
  const { id: tokenId } = await makeToken(service, { scopes: ['asset.read'] });
  expect(await verdict('asset.edit', lead, service.id, { assetId: asset.id, tokenId })).toMatchObject({ allowed: false, reason: 'token' });
  expect(await verdict('asset.read', lead, service.id, { assetId: asset.id, tokenId })).toMatchObject({ allowed: true });
  await refusal(explained(lead, yusuf.id, { assetId: asset.id, tokenId }), 'not_found');
  const theirs = await makeService(other, { role: 'viewer' });
  await refusal(explained(lead, theirs.id), 'not_found');
});

test('the tokens to look through are one’s own and those of service accounts that one manages, in force', async () => {
  const service = await makeService(team, { role: 'ml_engineer' });
  const [{ id }] = [await makeToken(service, { scopes: ['asset.read'] })];
  const { id: revoked } = await makeToken(service, { scopes: ['asset.read'] });
  await owner.query('UPDATE api_tokens SET revoked_at = now() WHERE id = $1', [revoked]);
  expect((await explained(lead, service.id)).tokens.map((each) => each.id)).toEqual([id]);
  const mine = await makeToken(lead, { scopes: ['asset.read'] });
  expect((await explained(lead, lead.id)).tokens.map((each) => each.id)).toEqual([mine.id]);
  await makeToken(yusuf, { scopes: ['asset.read'] });
  expect((await explained(lead, yusuf.id)).tokens).toEqual([]);
  expect((await explained(await makeOrganisationActor('auditor'), service.id)).tokens).toEqual([]);
});

test('everyone who holds a right on an asset is named, with what gives it', async () => {
  const admin = await makeOrganisationActor('admin');
  const service = await makeService(team, { role: 'lead' });
  await makePerson({ roles: [[team, 'developer']] });
  await makePerson({ roles: [[team, 'lead']], status: 'deactivated' });
  const expired = await makePerson({ roles: [[team, 'lead']] });
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 second' WHERE user_id = $1", [expired.id]);
  const { holders, total } = await call(access.holders, { permission: 'asset.edit', assetId: asset.id }, as(lead));
  const ours = holders.filter(({ through }) => through.some((each) => each.place === 'team'));
  expect(ours.map(({ principal }) => principal.id).sort()).toEqual([lead.id, yusuf.id, service.id].sort());
  expect(holders.find(({ principal }) => principal.id === admin.id)?.through).toMatchObject([
    { place: 'organisation', role: { key: 'admin' } },
  ]);
  expect(total).toBe(holders.length);
});

test('in a team as a whole, those are named too who hold the right on some kinds', async () => {
  const { holders } = await call(access.holders, { permission: 'asset.edit', teamId: team.id }, as(lead));
  expect(holders.find(({ principal }) => principal.id === yusuf.id)).toMatchObject({
    covers: ['dataset', 'model'],
    through: [{ role: { key: 'data_scientist' } }],
  });
});

test('holders are named to those who may explain there, and to nobody else', async () => {
  const ask = (actor: Actor, on: { assetId?: string; teamId?: string }) =>
    call(access.holders, { permission: 'asset.read', ...on }, as(actor));
  await refusal(ask(await actorOf(yusuf), { assetId: asset.id }), 'forbidden');
  await refusal(ask(await makeActor([other, 'lead']), { assetId: asset.id }), 'not_found');
  await refusal(ask(await makeActor([other, 'lead']), { teamId: team.id }), 'forbidden');
  await refusal(ask(lead, { assetId: newId() }), 'not_found');
  await refusal(ask(lead, { teamId: newId() }), 'not_found');
  await expect(ask(lead, {})).rejects.toThrow();
  await expect(ask(lead, { assetId: asset.id, teamId: team.id })).rejects.toThrow();
});

test('people and the service accounts of teams where one may explain are found by name', async () => {
  const word = newId().slice(-12);
  const person = await makePerson({ name: `Ada ${word}` });
  const [ours, theirs] = [await makeService(team, { name: `${word} sync` }), await makeService(other, { name: `${word} theirs` })];
  const find = async (actor: Actor) => (await call(access.principals, { q: word }, as(actor))).principals;
  expect(await find(lead)).toMatchObject([
    { id: ours.id, type: 'service', aside: team.name },
    { id: person.id, type: 'person' },
  ]);
  expect((await find(await makeOrganisationActor('auditor'))).map((each) => each.id)).toContain(theirs.id);
  await refusal(find(await actorOf(yusuf)), 'forbidden');
});
