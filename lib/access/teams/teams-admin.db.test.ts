import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { heldTeamOperations as held } from '#lib/composition.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import type { Actor } from '../policy.ts';
import {
  actorOf,
  contextOf,
  eventsOf,
  giveRole,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  type TestTeam,
} from '../testing.ts';
import { teamOperations as teams } from './procedures.ts';

let admin: Actor;
let team: TestTeam;
let other: TestTeam;

beforeEach(async () => {
  admin = await makeOrganisationActor('admin');
  [team, other] = [await makeTeam(), await makeTeam()];
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const versionOf = async (id: string) => (await call(held.get, { id }, as(admin))).version;
const archive = async (actor: Actor, id: string, moveTo?: string) =>
  call(held.archive, { id, version: await versionOf(id), moveTo }, as(actor));

test('a team is made with a key of its name, or a given one, and the log knows', async () => {
  const name = `Überwachung ${newId().slice(-8)}`;
  const { id } = await call(teams.create, { name }, as(admin));
  const made = await call(held.get, { id }, as(admin));
  expect(made).toMatchObject({ name, key: `uberwachung-${name.slice(-8)}`, members: 0, leads: [], assets: 0, archivedAt: null });
  expect(await eventsOf({ id })).toMatchObject([{ event: 'team.created', team_id: id, after: { name, key: made.key } }]);
  const taken = await refusal(call(teams.create, { name: name.toUpperCase() }, as(admin)), 'invalid');
  expect(taken.details.fields).toHaveProperty('name');
  const doubled = await refusal(call(teams.create, { name: `Another ${name}`, key: made.key }, as(admin)), 'invalid');
  expect(doubled.details.fields).toHaveProperty('key');
});

test('a team is renamed, its key stays, and of two who rename it at once one is told', async () => {
  const name = `Renamed ${newId()}`;
  await call(teams.rename, { id: team.id, version: 1, name }, as(admin));
  expect(await call(held.get, { id: team.id }, as(admin))).toMatchObject({ name, key: team.key, version: 2 });
  const conflict = await refusal(call(teams.rename, { id: team.id, version: 1, name: 'Later' }, as(admin)), 'conflict');
  expect(conflict.details.current).toMatchObject({ name, version: 2 });
  expect(await eventsOf(team)).toMatchObject([{ event: 'team.renamed', before: { name: team.name }, after: { name } }]);
});

test('leads, members, security and auditors make, rename and archive no team', async () => {
  for (const actor of [
    await makeActor([team, 'lead']),
    await makeActor([team, 'viewer']),
    await makeOrganisationActor('security'),
    await makeOrganisationActor('auditor'),
  ]) {
    await refusal(call(teams.create, { name: 'Mine' }, as(actor)), 'forbidden');
    await refusal(call(teams.rename, { id: team.id, version: 1, name: 'Mine' }, as(actor)), 'forbidden');
    await refusal(call(held.archive, { id: team.id, version: 1 }, as(actor)), 'forbidden');
    await refusal(call(teams.unarchive, { id: team.id, version: 1 }, as(actor)), 'forbidden');
  }
  expect(await eventsOf(team)).toEqual([]);
});

test('a team that is not there is not found', async () => {
  const id = newId();
  await refusal(call(held.get, { id }, as(admin)), 'not_found');
  await refusal(call(teams.rename, { id, version: 1, name: 'x' }, as(admin)), 'not_found');
  await refusal(call(held.archive, { id, version: 1 }, as(admin)), 'not_found');
  await refusal(call(teams.unarchive, { id, version: 1 }, as(admin)), 'not_found');
});

test('an empty team is archived: its members lose what they held by it, and hold it again once it is taken back', async () => {
  const person = await makePerson({ roles: [[team, 'lead']] });
  await makeAsset(team, { more: { status: 'retired' } });
  expect(await archive(admin, team.id)).toEqual({ moved: 0 });
  expect((await actorOf(person)).memberships).toEqual([]);
  await refusal(call(held.get, { id: team.id }, as(await actorOf(person))), 'not_found');
  await refusal(archive(admin, team.id), 'conflict');
  await call(teams.unarchive, { id: team.id, version: await versionOf(team.id) }, as(admin));
  expect((await actorOf(person)).memberships).toHaveLength(1);
  expect((await eventsOf(team)).map(({ event }) => event)).toEqual(['team.archived', 'team.unarchived']);
});

test('a team with assets, imports under way or active service accounts is not archived, and says what stands in the way', async () => {
  await makeAsset(team);
  const importId = newId();
  await owner.query("INSERT INTO imports (id, team_id, created_by, file_name, status) VALUES ($1, $2, $3, 'a.json', 'preview')", [
    importId,
    team.id,
    admin.id,
  ]);
  await owner.query("INSERT INTO service_accounts (id, team_id, name, role, created_by) VALUES ($1, $2, 'ci', 'viewer', $3)", [
    newId(),
    team.id,
    admin.id,
  ]);
  const refused = await refusal(archive(admin, team.id), 'conflict');
  expect(refused.message).toContain('1 active asset, 1 import under way, 1 active service account');
  await owner.query("UPDATE imports SET status = 'done' WHERE id = $1", [importId]);
  await owner.query("UPDATE service_accounts SET status = 'deactivated' WHERE team_id = $1", [team.id]);
  expect((await refusal(archive(admin, team.id), 'conflict')).message).toContain('it has 1 active asset.');
  expect(await eventsOf(team)).toEqual([]);
});

test('assets move to another team with the archiving, each told in both teams; retired ones stay', async () => {
  const [first, second, retired] = [await makeAsset(team), await makeAsset(team), await makeAsset(team, { more: { status: 'retired' } })];
  expect(await archive(admin, team.id, other.id)).toEqual({ moved: 2 });
  const { rows } = await owner.query('SELECT id, team_id FROM assets WHERE id = ANY ($1)', [[first.id, second.id, retired.id]]);
  expect(Object.fromEntries(rows.map((row) => [row.id, row.team_id]))).toEqual({
    [first.id]: other.id,
    [second.id]: other.id,
    [retired.id]: team.id,
  });
  expect((await eventsOf(first)).map(({ event, team_id }) => [event, team_id])).toEqual([
    ['asset.moved', team.id],
    ['asset.received', other.id],
  ]);
  expect(await eventsOf(team)).toMatchObject([{ event: 'team.archived', after: { moveTo: other.id, moved: 2 } }]);
});

test('nothing moves over a key that the other team has, to an archived team, or to the team itself', async () => {
  await makeAsset(team, { key: 'same' });
  await makeAsset(other, { key: 'same' });
  expect((await refusal(archive(admin, team.id, other.id), 'conflict')).message).toContain('“same”');
  await refusal(archive(admin, team.id, team.id), 'invalid');
  const gone = await makeTeam();
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [gone.id]);
  await refusal(archive(admin, team.id, gone.id), 'not_found');
  await refusal(archive(admin, team.id, newId()), 'not_found');
  expect((await call(held.get, { id: team.id }, as(admin))).assets).toBe(1);
});

test('whoever manages teams and may not move assets archives none that has any', async () => {
  const key = newId();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'organisation', $2, '{asset.read,team.manage}', '{}')",
    [key, `Teams ${key}`],
  );
  const person = await makePerson();
  await owner.query('UPDATE users SET org_role = $1 WHERE id = $2', [key, person.id]);
  await makeAsset(team);
  await refusal(archive(await actorOf(person), team.id, other.id), 'forbidden');
  expect((await call(held.get, { id: team.id }, as(admin))).archivedAt).toBeNull();
});

test('requests that wait are refused when the team is archived', async () => {
  const asker = await makePerson();
  const id = newId();
  await owner.query("INSERT INTO access_requests (id, team_id, user_id, role, reason) VALUES ($1, $2, $3, 'viewer', 'to look')", [
    id,
    team.id,
    asker.id,
  ]);
  await archive(admin, team.id);
  expect((await owner.query('SELECT status, decided_by FROM access_requests WHERE id = $1', [id])).rows).toEqual([
    { status: 'refused', decided_by: admin.id },
  ]);
  expect(await eventsOf({ id })).toMatchObject([{ event: 'access.refused' }]);
});

test('the list holds the teams one sees, with who leads them and how many assets, and never another team’s', async () => {
  const lead = await makePerson({ name: 'Dana Whitcombe', roles: [[team, 'lead']] });
  await giveRole(await makePerson({ status: 'deactivated' }), team, 'lead');
  await makeAsset(team);
  await makeAsset(team, { more: { status: 'retired' } });
  const page = await call(held.page, {}, as(await actorOf(lead)));
  expect(page.rows).toMatchObject([{ id: team.id, role: 'Lead', members: 1, leads: ['Dana Whitcombe'], assets: 1 }]);
  expect(JSON.stringify(page)).not.toContain(other.key);
  await refusal(call(held.get, { id: other.id }, as(await actorOf(lead))), 'not_found');
  expect(await call(teams.total, {}, as(await actorOf(lead)))).toEqual({ total: 1 });
});

test('whoever sees people but no assets sees the teams without their assets', async () => {
  const key = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'organisation', $2, '{person.read}', '{}')", [
    key,
    `People ${key}`,
  ]);
  const person = await makePerson();
  await owner.query('UPDATE users SET org_role = $1 WHERE id = $2', [key, person.id]);
  await makeAsset(team);
  expect(await call(held.get, { id: team.id }, as(await actorOf(person)))).toMatchObject({ id: team.id, assets: null });
});

test('pages go forwards and back in either order, and a search finds by name and key', async () => {
  const word = newId().slice(-12);
  const made = [];
  for (const letter of ['a', 'b', 'c', 'd', 'e']) made.push(await makeTeam({ name: `${word} ${letter}` }));
  const names = (page: { rows: { name: string }[] }) => page.rows.map((row) => row.name.slice(-1)).join('');
  for (const [sort, all] of [
    ['name', 'abcde'],
    ['-name', 'edcba'],
    ['created', 'abcde'],
    ['-created', 'edcba'],
  ] as const) {
    const first = await call(held.page, { q: word, sort, limit: 2 }, as(admin));
    const second = await call(held.page, { q: word, sort, limit: 2, after: first.next ?? '' }, as(admin));
    const third = await call(held.page, { q: word, sort, limit: 2, after: second.next ?? '' }, as(admin));
    expect([names(first), names(second), names(third)].join(''), sort).toBe(all);
    expect([first.previous, third.next]).toEqual([null, null]);
    expect(names(await call(held.page, { q: word, sort, limit: 2, before: third.previous ?? '' }, as(admin)))).toBe(names(second));
  }
  expect(names(await call(held.page, { q: made[1]?.key }, as(admin)))).toBe('b');
  expect(await call(teams.total, { q: word }, as(admin))).toEqual({ total: 5 });
  await refusal(call(held.page, { after: 'nonsense' }, as(admin)), 'invalid');
});

test('archived teams are listed when asked for, to those who see every team', async () => {
  await archive(admin, team.id);
  const found = async (actor: Actor, state?: string) => (await call(held.page, { q: team.key, state }, as(actor))).rows.length;
  expect(await found(admin)).toBe(0);
  expect(await found(admin, 'archived')).toBe(1);
  expect(await found(admin, 'active,archived')).toBe(1);
  expect(await found(await makeActor([team, 'lead']), 'archived')).toBe(0);
});

test('everyone who is signed in finds a team by name to ask for access, and learns its name alone', async () => {
  const { teams: found } = await call(teams.names, { q: team.name }, as(await makeActor()));
  expect(found).toEqual([{ id: team.id, name: team.name }]);
  await refusal(call(teams.names, {}, as(null)), 'unauthenticated');
});

test('what happened in a team is told to those who see it, not what happened to its assets', async () => {
  const viewer = await makeActor([team, 'viewer']);
  await call(teams.rename, { id: team.id, version: 1, name: `Now ${team.key}` }, as(admin));
  const { entries } = await call(teams.activity, { id: team.id }, as(viewer));
  expect(entries).toMatchObject([{ event: 'team.renamed', actorName: admin.name }]);
  await refusal(call(teams.activity, { id: team.id }, as(await makeActor([other, 'lead']))), 'not_found');
});
