import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { findNotice } from '../notices/queries.ts';
import type { Permission } from '../permissions.ts';
import { type Actor, can } from '../policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '../testing.ts';
import { expireMemberships } from './jobs.ts';
import { membershipOperations as members } from './procedures.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;
let person: TestPerson;

beforeEach(async () => {
  [team, other] = [await makeTeam(), await makeTeam()];
  lead = await makeActor([team, 'lead']);
  person = await makePerson();
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const add = (actor: Actor, role: string, more: { expiresAt?: string | null; personId?: string; id?: string } = {}) =>
  call(members.add, { id: team.id, personId: person.id, role, ...more }, as(actor));
const memberOf = async (id = person.id) =>
  (await owner.query('SELECT role, expires_at, version, granted_by FROM memberships WHERE team_id = $1 AND user_id = $2', [team.id, id]))
    .rows[0];
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

/** A role of teams that the organisation made. */
async function makeRole(permissions: readonly Permission[], kinds: readonly string[] = []): Promise<string> {
  const key = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $2, $3, $4)", [
    key,
    `Role ${key}`,
    permissions,
    kinds,
  ]);
  return key;
}

test('a lead adds somebody of the directory, whose next request has the role, and the log knows', async () => {
  await add(lead, 'data_scientist');
  expect(can(await actorOf(person), 'asset.edit', { teamId: team.id, kind: 'model' })).toBe(true);
  expect(await memberOf()).toMatchObject({ role: 'data_scientist', expires_at: null, version: 1, granted_by: lead.id });
  expect(await eventsOf(person)).toMatchObject([
    { event: 'membership.granted', team_id: team.id, actor_id: lead.id, after: { role: 'data_scientist', expiresAt: null } },
  ]);
});

test('an administrator adds to any team; a lead of another, a member, a viewer and an auditor add to none', async () => {
  await add(await makeOrganisationActor('admin'), 'viewer');
  const another = await makePerson();
  for (const actor of [
    await makeActor([team, 'data_scientist']),
    await makeActor([team, 'viewer']),
    await makeOrganisationActor('auditor'),
    await makeOrganisationActor('security'),
  ])
    await refusal(add(actor, 'viewer', { personId: another.id }), 'forbidden');
  await refusal(add(await makeActor([other, 'lead']), 'viewer', { personId: another.id }), 'not_found');
  await refusal(add(await makeActor([other, 'lead'], [team, 'viewer']), 'viewer', { personId: another.id }), 'forbidden');
  expect(await memberOf(another.id)).toBeUndefined();
});

test('nobody gives what they do not hold', async () => {
  const manager = await makeRole(['asset.read', 'member.manage']);
  const holder = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, holder.id, manager]);
  const actor = await actorOf(holder);
  const refused = await refusal(add(actor, 'data_scientist'), 'forbidden');
  expect(refused.message).toContain('Edit assets');
  await refusal(add(actor, 'lead'), 'forbidden');
  await refusal(add(actor, 'viewer'), 'forbidden');
  await add(actor, manager);
  expect((await memberOf()).role).toBe(manager);
});

test('nobody gives a role for longer than they hold it themselves, nor prolongs their own', async () => {
  const ending = await makePerson({ roles: [[team, 'lead']] });
  await owner.query('UPDATE memberships SET expires_at = $3 WHERE team_id = $1 AND user_id = $2', [team.id, ending.id, days(10)]);
  const actor = await actorOf(ending);
  const refused = await refusal(add(actor, 'viewer'), 'forbidden');
  expect(refused.details.fields).toHaveProperty('expiresAt');
  await refusal(add(actor, 'viewer', { expiresAt: days(11) }), 'forbidden');
  await add(actor, 'viewer', { expiresAt: days(9) });
  await refusal(call(members.edit, { id: team.id, personId: ending.id, version: 1, expiresAt: null }, as(actor)), 'forbidden');
  await refusal(call(members.edit, { id: team.id, personId: ending.id, version: 1, expiresAt: days(20) }, as(actor)), 'forbidden');
  await call(members.edit, { id: team.id, personId: ending.id, version: 1, expiresAt: days(5) }, as(actor));
});

test('roles of the organisation, retired and unknown ones, times past, and people who left are refused by their fields', async () => {
  const retired = await makeRole(['asset.read']);
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [retired]);
  const field = async (work: Promise<unknown>) => Object.keys((await refusal(work, 'invalid')).details.fields ?? {});
  expect(await field(add(lead, 'admin'))).toEqual(['role']);
  expect(await field(add(lead, 'nothing'))).toEqual(['role']);
  expect(await field(add(lead, retired))).toEqual(['role']);
  expect(await field(add(lead, 'viewer', { expiresAt: days(-1) }))).toEqual(['expiresAt']);
  expect(await field(add(lead, 'viewer', { personId: newId() }))).toEqual(['personId']);
  expect(await field(add(lead, 'viewer', { personId: (await makePerson({ status: 'deactivated' })).id }))).toEqual(['personId']);
  expect(await eventsOf(person)).toEqual([]);
});

test('somebody who is in the team already is a conflict; one whose role has expired is not', async () => {
  await add(lead, 'viewer');
  await refusal(add(lead, 'developer'), 'conflict');
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 minute' WHERE user_id = $1", [person.id]);
  await add(lead, 'developer');
  expect((await memberOf()).role).toBe('developer');
  expect((await eventsOf(person)).map(({ event }) => event)).toEqual(['membership.granted', 'membership.expired', 'membership.granted']);
});

test('role and end are changed over the version that was seen, and of two who change them one is told', async () => {
  await add(lead, 'viewer');
  const until = days(30);
  await call(members.edit, { id: team.id, personId: person.id, version: 1, role: 'developer', expiresAt: until }, as(lead));
  const conflict = await refusal(
    call(members.edit, { id: team.id, personId: person.id, version: 1, role: 'viewer' }, as(lead)),
    'conflict',
  );
  expect(conflict.details.current).toMatchObject({ role: 'developer', version: 2 });
  const [, changed] = await eventsOf(person);
  expect(changed).toMatchObject({
    event: 'membership.changed',
    before: { role: 'viewer', expiresAt: null },
    after: { role: 'developer', expiresAt: until },
  });
  await call(members.edit, { id: team.id, personId: person.id, version: 2, role: 'developer' }, as(lead));
  expect(await eventsOf(person)).toHaveLength(2);
});

test('nobody changes or removes a member whose role holds more than they do', async () => {
  const manager = await makeRole(['asset.read', 'asset.export', 'member.manage']);
  const holder = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, holder.id, manager]);
  const actor = await actorOf(holder);
  await refusal(call(members.edit, { id: team.id, personId: lead.id, version: 1, role: 'viewer' }, as(actor)), 'forbidden');
  await refusal(call(members.end, { id: team.id, personId: lead.id, version: 1 }, as(actor)), 'forbidden');
  await giveRole(person, team, 'viewer');
  await call(members.end, { id: team.id, personId: person.id, version: 1 }, as(actor));
  expect(await memberOf()).toBeUndefined();
});

test('a lead removes another lead and may leave the team without one; the very next request is without the role', async () => {
  await giveRole(person, team, 'lead');
  const removed = await actorOf(person);
  await call(members.end, { id: team.id, personId: person.id, version: 1 }, as(lead));
  expect((await actorOf(person)).memberships).toEqual([]);
  expect(removed.memberships).toHaveLength(1);
  expect(await eventsOf(person)).toMatchObject([{ event: 'membership.ended', before: { role: 'lead' } }]);
  await refusal(call(members.end, { id: team.id, personId: person.id, version: 1 }, as(lead)), 'not_found');
  await call(members.end, { id: team.id, personId: lead.id, version: 1 }, as(lead));
});

test('a retired role stays with who holds it: its end can still be changed, and another given', async () => {
  const role = await makeRole(['asset.read']);
  await add(lead, role);
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [role]);
  await call(members.edit, { id: team.id, personId: person.id, version: 1, expiresAt: days(3) }, as(lead));
  expect((await call(members.list, { id: team.id }, as(lead))).members).toMatchObject([
    { id: lead.id },
    { id: person.id, roleRetired: true },
  ]);
  await call(members.edit, { id: team.id, personId: person.id, version: 2, role: 'viewer' }, as(lead));
  await refusal(call(members.edit, { id: team.id, personId: person.id, version: 3, role }, as(lead)), 'invalid');
});

test('nothing changes in an archived team', async () => {
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [team.id]);
  await refusal(add(await makeOrganisationActor('admin'), 'viewer'), 'conflict');
});

test('members are listed to those who see the team, leads first, with what the reader may change; expired ones are not there', async () => {
  const expired = await makePerson({ roles: [[team, 'viewer']] });
  await owner.query("UPDATE memberships SET expires_at = now() - interval '1 second' WHERE user_id = $1", [expired.id]);
  const viewer = await makeActor([team, 'viewer']);
  const listed = (await call(members.list, { id: team.id }, as(viewer))).members;
  expect(listed.map(({ id, leads, mayChange }) => [id, leads, mayChange])).toEqual([
    [lead.id, true, false],
    [viewer.id, false, false],
  ]);
  expect((await call(members.list, { id: team.id }, as(lead))).members.map((member) => member.mayChange)).toEqual([true, true]);
  await refusal(call(members.list, { id: team.id }, as(await makeActor([other, 'lead']))), 'not_found');
});

test('roles that have expired are taken out of the books, each with its event, and once', async () => {
  const stays = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role, expires_at) VALUES ($1, $2, $3, $4)', [
    team.id,
    stays.id,
    'viewer',
    days(1),
  ]);
  await owner.query("INSERT INTO memberships (team_id, user_id, role, expires_at) VALUES ($1, $2, 'lead', now() - interval '1 minute')", [
    team.id,
    person.id,
  ]);
  expect((await actorOf(person)).memberships).toEqual([]);
  await Promise.all([expireMemberships(), expireMemberships()]);
  expect(await memberOf()).toBeUndefined();
  expect(await memberOf(stays.id)).toBeDefined();
  expect(await eventsOf(person)).toMatchObject([
    { event: 'membership.expired', actor_id: null, team_id: team.id, before: { role: 'lead' } },
  ]);
  expect(await expireMemberships()).toBe(0);
});

test('whoever lost a role by its time is told which and where, unless they have one there again', async () => {
  const notice = () => findNotice('membership.expired', person.id, { teamId: team.id, role: 'developer' });
  expect(await notice()).toMatchObject({ subject: `Your role in ${team.name} has ended`, path: '/access/requests' });
  expect((await notice())?.paragraphs.join(' ')).toContain('You were Developer');
  await giveRole(person, team, 'viewer');
  expect(await notice()).toBeNull();
});

test('the database gives no retired role, whatever the application is made to say', async () => {
  const retired = await makeRole(['asset.read']);
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [retired]);
  const insert = 'INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)';
  await expect(owner.query(insert, [team.id, person.id, retired])).rejects.toMatchObject({ code: '23514' });
  await giveRole(person, team, 'viewer');
  const update = 'UPDATE memberships SET role = $3 WHERE team_id = $1 AND user_id = $2';
  await expect(owner.query(update, [team.id, person.id, retired])).rejects.toMatchObject({ code: '23514' });
});
