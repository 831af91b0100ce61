import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { assetOperations } from '#lib/assets/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../../policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeOrganisationActor,
  makePerson,
  makeSession,
  makeTeam,
  makeToken,
  type TestPerson,
  type TestTeam,
} from '../../testing.ts';
import { administrationOperations } from '../administration/procedures.ts';
import { personOperations } from './procedures.ts';

let admin: Actor;
let team: TestTeam;
let hidden: TestTeam;
let person: TestPerson;

beforeAll(async () => {
  [admin, team, hidden] = [await makeOrganisationActor('admin'), await makeTeam(), await makeTeam()];
  person = await makePerson({
    roles: [
      [team, 'lead'],
      [hidden, 'viewer'],
    ],
  });
});

const get = (actor: Actor | null, id = person.id) => call(personOperations.get, { id }, { context: contextOf(actor) });
const activity = (actor: Actor, of: 'by' | 'on', more: object = {}) =>
  call(personOperations.activity, { id: person.id, of, ...more }, { context: contextOf(actor) });

test('colleagues see name, mail and the teams they share, and nothing else', async () => {
  const colleague = await makeActor([team, 'viewer']);
  const seen = await get(colleague);
  expect(seen).toEqual({
    ...{ id: person.id, name: person.name, email: person.email },
    sharedTeams: [{ id: team.id, name: team.name, role: 'Lead' }],
    account: null,
    may: { manage: false, take: false, standIn: false, self: false },
  });
  expect(JSON.stringify(seen)).not.toContain(hidden.name);
  expect((await get(await makeActor())).sharedTeams).toEqual([]);
});

test('who reads people sees roles, teams with expiry, and what waits; sessions and tokens only who manages them', async () => {
  await owner.query("UPDATE memberships SET expires_at = now() + interval '9 days', granted_by = $2 WHERE team_id = $1", [
    hidden.id,
    admin.id,
  ]);
  await makeSession(person);
  await makeToken(person);
  const [asker, request] = [await makePerson(), newId()];
  await owner.query("INSERT INTO access_requests (id, team_id, user_id, role, reason) VALUES ($1, $2, $3, 'viewer', 'x')", [
    request,
    team.id,
    asker.id,
  ]);
  const auditor = await get(await makeOrganisationActor('auditor'));
  expect(auditor.account).toMatchObject({ status: 'active', orgRole: { key: 'member' }, sessions: null, tokens: null, invitedUntil: null });
  expect(auditor.account?.toDecide).toMatchObject([{ id: request, person: asker.name, team: team.name, role: 'Viewer' }]);
  expect(auditor.account?.memberships.find((each) => each.teamId === hidden.id)).toMatchObject({
    role: { key: 'viewer' },
    expiresAt: expect.any(String),
    grantedBy: admin.name,
  });
  const managed = await get(admin);
  expect(managed.account).toMatchObject({ sessions: 1, tokens: 1 });
  expect(managed.may).toEqual({ manage: true, take: true, standIn: true, self: false });
  expect((await get(admin, asker.id)).account?.asked).toMatchObject([{ id: request, team: team.name }]);
});

test('everyone sees their own account; who left or has not joined is told of to nobody else', async () => {
  const self = await get(await actorOf(person));
  expect(self.account?.memberships).toHaveLength(2);
  expect(self.may).toMatchObject({ self: true, manage: false });
  for (const status of ['deactivated', 'invited'] as const) {
    const gone = await makePerson({ status });
    await refusal(get(await makeActor([team, 'lead']), gone.id), 'not_found');
    expect((await get(admin, gone.id)).account?.status).toBe(status);
  }
  await refusal(get(admin, newId()), 'not_found');
  await refusal(get(null), 'unauthenticated');
});

test('activity tells what they did and what was done to them, page by page, within the rights of who reads', async () => {
  const actor = await actorOf(person);
  const kind = 'model';
  for (let at = 0; at < 31; at += 1)
    await call(assetOperations.create, { teamId: team.id, kind, name: `Canary ${at}` }, { context: contextOf(actor) });
  await call(administrationOperations.role, { id: person.id, role: 'auditor' }, { context: contextOf(admin) });
  const first = await activity(admin, 'by');
  expect(first.entries).toHaveLength(30);
  expect(first.entries[0]).toMatchObject({ event: 'asset.registered', actorName: person.name, targetName: 'Canary 30' });
  const rest = await activity(admin, 'by', { after: first.next });
  expect(rest.entries.map((each) => each.targetName)).toEqual(['Canary 0']);
  expect(rest.next).toBeNull();
  const on = await activity(admin, 'on');
  expect(on.entries[0]).toMatchObject({
    event: 'user.role_changed',
    actorName: admin.name,
    before: { orgRole: 'member' },
    after: { orgRole: 'auditor' },
  });
  expect(on.names).toMatchObject({ member: 'Member', auditor: 'Auditor' });
  const reader = await makePerson();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1::text, 'organisation', 'Readers', ARRAY['person.read'], '{}')",
    [reader.id],
  );
  await owner.query('UPDATE users SET org_role = $1::text WHERE id = $1::uuid', [reader.id]);
  const narrow = await activity(await actorOf(reader), 'by');
  expect(JSON.stringify(narrow)).not.toContain('Canary');
  await refusal(activity(await makeActor([team, 'lead']), 'by'), 'forbidden');
  expect((await activity(await actorOf(person), 'on')).entries.length).toBeGreaterThan(0);
});
