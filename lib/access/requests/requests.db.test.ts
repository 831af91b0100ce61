import { call } from '@orpc/server';
import type pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { heldTeamOperations as held } from '#lib/composition.ts';
import { database, type Rows, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
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
  type TestTeam,
} from '../testing.ts';
import { requestOperations as requests } from './procedures.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;
let asker: Actor;

beforeEach(async () => {
  [team, other] = [await makeTeam(), await makeTeam()];
  lead = await makeActor([team, 'lead']);
  asker = await makeActor();
});

const as = (actor: Actor | null) => ({ context: contextOf(actor) });
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
type Given = { role?: string; until?: string | null; teamId?: string; reason?: string };

const ask = async (given: Given = {}, actor = asker) =>
  (
    await call(
      requests.create,
      { teamId: team.id, role: 'developer', reason: 'Pipelines need a second pair of eyes.', ...given },
      as(actor),
    )
  ).id;
const approve = (id: string, more: { role?: string; until?: string | null; note?: string } = {}, actor = lead) =>
  call(requests.approve, { id, ...more }, as(actor));
const waiting = async (actor: Actor) => (await call(requests.list, { which: 'waiting' }, as(actor))).requests.map((each) => each.id);
const mine = async () => (await call(requests.list, { which: 'mine' }, as(asker))).requests;
const again = (actor: Actor) => actorOf({ id: actor.id });

test('a member of no team asks; the lead sees it, gives it, and the next request has the role', async () => {
  const id = await ask({ until: days(30) });
  expect(await waiting(lead)).toEqual([id]);
  expect(await call(requests.waiting, {}, as(lead))).toEqual({ waiting: 1 });
  await approve(id, { note: 'Welcome.' });
  const [held_] = (await again(asker)).memberships;
  expect(held_).toMatchObject({ teamId: team.id, role: { key: 'developer' } });
  expect(Math.abs(Date.parse(held_?.expiresAt ?? '') - Date.parse(days(30)))).toBeLessThan(60_000);
  expect(await mine()).toMatchObject([{ id, status: 'approved', note: 'Welcome.', decidedBy: lead.name }]);
  expect(await waiting(lead)).toEqual([]);
  expect((await eventsOf({ id })).map(({ event, team_id }) => [event, team_id])).toEqual([
    ['access.requested', team.id],
    ['access.approved', team.id],
  ]);
  expect(await eventsOf(asker)).toMatchObject([{ event: 'membership.granted', actor_id: lead.id, after: { role: 'developer' } }]);
});

test('a member asks for another role and has it in place of the first', async () => {
  await giveRole(asker, team, 'viewer');
  const id = await ask({}, await again(asker));
  expect((await call(requests.list, { which: 'waiting', teamId: team.id }, as(lead))).requests).toMatchObject([
    { held: { key: 'viewer' } },
  ]);
  await approve(id);
  expect((await again(asker)).memberships).toMatchObject([{ role: { key: 'developer' }, expiresAt: null }]);
  expect((await eventsOf(asker)).map(({ event }) => event)).toEqual(['membership.changed']);
});

test('what cannot be given is not asked for', async () => {
  const fieldOf = async (given: Given) => Object.keys((await refusal(ask(given), 'invalid')).details.fields ?? {});
  const retired = newId();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds, retired_at) VALUES ($1, 'team', $1, '{asset.read}', '{}', now())",
    [retired],
  );
  expect(await fieldOf({ role: 'admin' })).toEqual(['role']);
  expect(await fieldOf({ role: retired })).toEqual(['role']);
  expect(await fieldOf({ teamId: newId() })).toEqual(['teamId']);
  expect(await fieldOf({ until: days(-1) })).toEqual(['until']);
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [other.id]);
  expect(await fieldOf({ teamId: other.id })).toEqual(['teamId']);
  await giveRole(asker, team, 'developer');
  expect(Object.keys((await refusal(ask({}, await again(asker)), 'invalid')).details.fields ?? {})).toEqual(['role']);
  await ask({ role: 'lead' }, await again(asker));
  await refusal(ask({ role: 'viewer' }, await again(asker)), 'conflict');
});

test('no one decides who may not: members, viewers, auditors, leads of another team — to whom it is not even there', async () => {
  const id = await ask();
  for (const actor of [await makeActor([team, 'developer'], [other, 'lead']), await makeActor([other, 'lead'])]) {
    await refusal(approve(id, {}, actor), 'not_found');
    await refusal(call(requests.refuse, { id, note: 'no' }, as(actor)), 'not_found');
    expect(await waiting(actor)).toEqual([]);
    expect(await call(requests.waiting, {}, as(actor))).toEqual({ waiting: 0 });
  }
  for (const actor of [
    await makeActor([team, 'viewer']),
    await makeOrganisationActor('auditor'),
    await makeOrganisationActor('security'),
  ]) {
    await refusal(approve(id, {}, actor), 'forbidden');
    expect(await waiting(actor)).toEqual([]);
  }
  await refusal(approve(newId()), 'not_found');
  await approve(id, {}, await makeOrganisationActor('admin'));
});

test('nobody decides on their own request, administrators neither, and the database says so too', async () => {
  const admin = await makeOrganisationActor('admin');
  const id = await ask({}, admin);
  await refusal(approve(id, {}, admin), 'forbidden');
  await refusal(call(requests.refuse, { id, note: 'no' }, as(admin)), 'forbidden');
  expect(await waiting(admin)).not.toContain(id);
  await expect(
    owner.query("UPDATE access_requests SET status = 'approved', decided_by = user_id WHERE id = $1", [id]),
  ).rejects.toMatchObject({ code: '23514' });
  await expect(owner.query("UPDATE access_requests SET status = 'approved' WHERE id = $1", [id])).rejects.toMatchObject({ code: '23514' });
});

test('the decider gives the same or less: no greater role, no longer time, nothing they do not hold themselves', async () => {
  const id = await ask({ role: 'developer', until: days(10) });
  expect((await refusal(approve(id, { role: 'ml_engineer' }), 'invalid')).message).toContain('more than Developer');
  await refusal(approve(id, { role: 'lead' }), 'invalid');
  await refusal(approve(id, { role: 'admin' }), 'invalid');
  await refusal(approve(id, { until: days(11) }), 'invalid');
  await refusal(approve(id, { until: null }), 'invalid');
  const manager = newId();
  await owner.query(
    "INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $1, '{asset.read,asset.export,member.manage}', '{}')",
    [manager],
  );
  const weak = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, weak.id, manager]);
  await refusal(approve(id, {}, await actorOf(weak)), 'forbidden');
  expect((await again(asker)).memberships).toEqual([]);
  await approve(id, { role: 'viewer', until: days(5) }, await actorOf(weak));
  expect((await again(asker)).memberships).toMatchObject([{ role: { key: 'viewer' } }]);
});

test('who manages members decides without seeing assets', async () => {
  const keeper = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $1, '{member.manage}', '{}')", [keeper]);
  const person = await makePerson();
  await owner.query('INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, $3)', [team.id, person.id, keeper]);
  const id = await ask({ role: keeper });
  const actor = await actorOf(person);
  expect(await waiting(actor)).toEqual([id]);
  await approve(id, {}, actor);
  expect((await again(asker)).memberships).toMatchObject([{ role: { key: keeper } }]);
});

test('a decider whose own role ends gives none that lasts longer', async () => {
  await owner.query('UPDATE memberships SET expires_at = $2 WHERE user_id = $1', [lead.id, days(3)]);
  const id = await ask();
  await refusal(approve(id, {}, await again(lead)), 'forbidden');
  await approve(id, { until: days(2) }, await again(lead));
});

test('a refusal says why, and the one who asked may ask again', async () => {
  const id = await ask();
  await expect(call(requests.refuse, { id, note: ' ' }, as(lead))).rejects.toThrow();
  await call(requests.refuse, { id, note: 'Ask the platform team.' }, as(lead));
  expect(await mine()).toMatchObject([{ status: 'refused', note: 'Ask the platform team.' }]);
  expect((await again(asker)).memberships).toEqual([]);
  await refusal(approve(id), 'conflict');
  await ask();
});

test('one withdraws one’s own, once, and nobody else’s', async () => {
  const id = await ask();
  await refusal(call(requests.withdraw, { id }, as(lead)), 'not_found');
  await call(requests.withdraw, { id }, as(asker));
  await refusal(call(requests.withdraw, { id }, as(asker)), 'conflict');
  await refusal(approve(id), 'conflict');
  expect((await eventsOf({ id })).map(({ event }) => event)).toEqual(['access.requested', 'access.withdrawn']);
});

test('of two who decide at once, one is told', async () => {
  const id = await ask();
  const second = await makeActor([team, 'lead']);
  const outcomes = await Promise.allSettled([approve(id), call(requests.refuse, { id, note: 'no' }, as(second))]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await eventsOf({ id })).length).toBe(2);
});

test('what changed since it was asked is looked at anew: the role retired, the asker gone, the decider no lead any more, the team archived', async () => {
  const custom = newId();
  await owner.query("INSERT INTO roles (key, scope, name, permissions, kinds) VALUES ($1, 'team', $1, '{asset.read}', '{}')", [custom]);
  const retired = await ask({ role: custom });
  await owner.query('UPDATE roles SET retired_at = now() WHERE key = $1', [custom]);
  await refusal(approve(retired), 'invalid');
  await call(requests.refuse, { id: retired, note: 'Retired.' }, as(lead));

  const gone = await makeActor();
  const left = await ask({}, gone);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [gone.id]);
  await refusal(approve(left), 'conflict');

  const id = await ask();
  await giveRole(lead, team, 'viewer');
  await refusal(approve(id, {}, await again(lead)), 'forbidden');
  await giveRole(lead, team, 'lead');
  const admin = await makeOrganisationActor('admin');
  await owner.query("UPDATE assets SET status = 'retired' WHERE team_id = $1", [team.id]);
  await call(held.archive, { id: team.id, version: (await call(held.get, { id: team.id }, as(admin))).version }, as(admin));
  await refusal(approve(id, {}, admin), 'conflict');
  expect(can(await again(asker), 'asset.read', { teamId: team.id })).toBe(false);
});

test('asking takes a person at a browser; giving takes a fresh proof', async () => {
  const token = { ...asker, sessionId: '', token: { id: newId(), scopes: [] } };
  await refusal(call(requests.create, { teamId: team.id, role: 'viewer', reason: 'x' }, as(token)), 'forbidden');
  const id = await ask();
  const stale = { ...lead, confirmedAt: new Date(Date.now() - 16 * 60_000) };
  expect((await refusal(approve(id, {}, stale), 'forbidden')).details.confirm).toBe(true);
  await refusal(call(requests.list, { which: 'mine' }, as(null)), 'unauthenticated');
});

/** What the database lets the application's role do with requests, in a scope, whatever the application is made to say. */
async function within(
  scope: { actorId: string | null; read: Rows; write: Rows },
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await database().pool.connect();
  try {
    await client.query(`BEGIN;${scopeScript(scope)};SET LOCAL app.announced = 'test.done'`);
    await work(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

test('the database shows requests to those of the team and to who asked, and takes them in one’s own name alone', async () => {
  const id = await ask();
  const count = async (client: pg.PoolClient) => (await client.query('SELECT id FROM access_requests WHERE id = $1', [id])).rowCount;
  await within({ actorId: lead.id, read: [team.id], write: [] }, async (client) => expect(await count(client)).toBe(1));
  await within({ actorId: asker.id, read: [], write: [] }, async (client) => expect(await count(client)).toBe(1));
  await within({ actorId: lead.id, read: [other.id], write: [other.id] }, async (client) => {
    expect(await count(client)).toBe(0);
    expect((await client.query("UPDATE access_requests SET note = 'x' WHERE id = $1", [id])).rowCount).toBe(0);
  });
  await within({ actorId: asker.id, read: [], write: [] }, async (client) => {
    const insert = "INSERT INTO access_requests (id, team_id, user_id, role, reason) VALUES ($1, $2, $3, 'viewer', 'x')";
    await expect(client.query(insert, [newId(), other.id, lead.id])).rejects.toMatchObject({ code: '42501' });
  });
  await within({ actorId: asker.id, read: [], write: [] }, async (client) => {
    const give = "UPDATE access_requests SET status = 'approved', decided_by = $2 WHERE id = $1";
    await expect(client.query(give, [id, lead.id])).rejects.toMatchObject({ code: '42501' });
  });
  await within({ actorId: asker.id, read: [], write: [] }, async (client) => {
    const insert = "INSERT INTO memberships (team_id, user_id, role) VALUES ($1, $2, 'viewer')";
    await expect(client.query(insert, [team.id, asker.id])).rejects.toMatchObject({ code: '42501' });
  });
});
