import { call } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
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
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { assetOperations as assets } from '../procedures.ts';
import { stageWords } from '../rules.ts';

let team: TestTeam;
let other: TestTeam;
let lead: Actor;

beforeEach(async () => {
  team = await makeTeam();
  other = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const criticalityOf = async (id: string) => (await owner.query('SELECT criticality FROM assets WHERE id = $1', [id])).rows[0]?.criticality;

test('changes what may be changed, reports the rest row by row, one event each under one operation', async () => {
  const mine = await makeAsset(team);
  const same = await makeAsset(team, { more: { criticality: 5 } });
  const retired = await makeAsset(team, { more: { status: 'retired' } });
  const foreign = await makeAsset(other);
  const ids = [mine.id, same.id, retired.id, foreign.id];
  const report = await call(assets.bulk, { ids, change: { field: 'criticality', criticality: 5 } }, as(lead));
  expect(report.results.map((result) => [result.id, result.outcome])).toEqual([
    [mine.id, 'changed'],
    [same.id, 'unchanged'],
    [retired.id, 'refused'],
    [foreign.id, 'refused'],
  ]);
  expect(report.results[3]?.name).not.toBe(foreign.name);
  expect(await criticalityOf(foreign.id)).toBe(3);
  expect(await eventsOf(mine)).toMatchObject([
    { event: 'asset.edited', operation_id: report.operationId, before: { criticality: 3 }, after: { criticality: 5 } },
  ]);
  expect(await eventsOf(same)).toEqual([]);
});

test('is undone asset by asset, and what changed again since is left', async () => {
  const [first, second] = [await makeAsset(team), await makeAsset(team)];
  const report = await call(assets.bulk, { ids: [first.id, second.id], change: { field: 'criticality', criticality: 4 } }, as(lead));
  await call(assets.edit, { id: second.id, version: 2, criticality: 1 }, as(lead));
  const undone = await call(assets.undo, { operationId: report.operationId }, as(lead));
  expect(undone.results.map((result) => result.outcome)).toEqual(['changed', 'refused']);
  expect([await criticalityOf(first.id), await criticalityOf(second.id)]).toEqual([3, 1]);
});

test('leaves each asset at its stage, and says where that changes', async () => {
  const [developed, deployed] = [await makeAsset(team), await makeAsset(team, { more: { stage: 'deploy' } })];
  const change = { field: 'stage', stage: 'deploy' } as const;
  const report = await call(assets.bulk, { ids: [developed.id, deployed.id], change }, as(lead));
  expect(report.results.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['refused', stageWords],
    ['unchanged', 'Was so already.'],
  ]);
  expect(await eventsOf(developed)).toEqual([]);
});

test('is undone by who made it, and within ten minutes', async () => {
  const asset = await makeAsset(team);
  const { operationId, undoUntil } = await call(
    assets.bulk,
    { ids: [asset.id], change: { field: 'criticality', criticality: 5 } },
    as(lead),
  );
  expect(Date.parse(undoUntil ?? '') - Date.now()).toBeGreaterThan(9 * 60_000);
  await refusal(call(assets.undo, { operationId }, as(await makeActor([team, 'lead']))), 'not_found');
  await owner.query('ALTER TABLE audit_events DISABLE TRIGGER immutable');
  await owner.query("UPDATE audit_events SET at = at - interval '11 minutes' WHERE operation_id = $1", [operationId]);
  await owner.query('ALTER TABLE audit_events ENABLE TRIGGER immutable');
  await refusal(call(assets.undo, { operationId }, as(lead)), 'conflict');
});

test('adds and takes off tags, and retires, and every undo brings back what was', async () => {
  const asset = await makeAsset(team, { more: { tags: ['keep', 'old'] } });
  const tagged = await call(assets.bulk, { ids: [asset.id], change: { field: 'tags', add: ['new'], remove: ['old'] } }, as(lead));
  expect((await call(assets.get, { id: asset.id }, as(lead))).tags).toEqual(['keep', 'new']);
  await call(assets.undo, { operationId: tagged.operationId }, as(lead));
  expect((await call(assets.get, { id: asset.id }, as(lead))).tags).toEqual(['keep', 'old']);
  const retired = await call(assets.bulk, { ids: [asset.id], change: { field: 'status', status: 'retired' } }, as(lead));
  await call(assets.undo, { operationId: retired.operationId }, as(lead));
  expect((await call(assets.get, { id: asset.id }, as(lead))).status).toBe('active');
});

test('gives assets another owner or none, not one who has left, and undo gives the owner before back', async () => {
  const [ines, left] = [await makePerson({ name: 'Inês Carvalho' }), await makePerson({ status: 'deactivated' })];
  const [first, second] = [await makeAsset(team), await makeAsset(team)];
  const ids = [first.id, second.id];
  const ownerOf = async (id: string) => (await call(assets.get, { id }, as(lead))).ownerName;
  await refusal(call(assets.bulk, { ids, change: { field: 'owner', ownerId: left.id } }, as(lead)), 'invalid');
  const given = await call(assets.bulk, { ids, change: { field: 'owner', ownerId: ines.id } }, as(lead));
  expect(given.changed).toBe(2);
  expect([await ownerOf(first.id), await ownerOf(second.id)]).toEqual(['Inês Carvalho', 'Inês Carvalho']);
  const events = [...(await eventsOf(first)), ...(await eventsOf(second))];
  expect(events.map((event) => event.operation_id)).toEqual([given.operationId, given.operationId]);
  const taken = await call(assets.bulk, { ids: [first.id], change: { field: 'owner', ownerId: null } }, as(lead));
  expect(await ownerOf(first.id)).toBeNull();
  await call(assets.undo, { operationId: taken.operationId }, as(lead));
  expect(await ownerOf(first.id)).toBe('Inês Carvalho');
});

test('moves to another team of the mover, but not over a key that is taken there', async () => {
  const both = await makeActor([team, 'lead'], [other, 'lead']);
  await makeAsset(other, { key: 'same' });
  const [free, taken] = [await makeAsset(team), await makeAsset(team, { key: 'same' })];
  await refusal(call(assets.bulk, { ids: [free.id], change: { field: 'team', teamId: other.id } }, as(lead)), 'not_found');
  const report = await call(assets.bulk, { ids: [free.id, taken.id], change: { field: 'team', teamId: other.id } }, as(both));
  expect(report.results.map((result) => result.outcome)).toEqual(['changed', 'refused']);
  await call(assets.undo, { operationId: report.operationId }, as(both));
  expect((await call(assets.get, { id: free.id }, as(both))).team.id).toBe(team.id);
  expect((await eventsOf(free)).map(({ event, team_id }) => [event, team_id])).toEqual([
    ['asset.moved', team.id],
    ['asset.received', other.id],
    ['asset.moved', other.id],
    ['asset.received', team.id],
  ]);
});

test('two at once over the same assets in opposite order both end', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => makeAsset(team)));
  const ids = made.map((asset) => asset.id);
  const change = (criticality: number, order: string[]) =>
    call(assets.bulk, { ids: order, change: { field: 'criticality', criticality } }, as(lead));
  const reports = await Promise.all([change(4, ids), change(5, [...ids].reverse())]);
  expect(reports.map((report) => report.results.length)).toEqual([20, 20]);
  expect(new Set(await Promise.all(ids.map(criticalityOf))).size).toBe(1);
});

test('takes from 1 to 1,000 assets', async () => {
  await expect(call(assets.bulk, { ids: [], change: { field: 'stage', stage: 'deploy' } }, as(lead))).rejects.toThrow();
  const ids = Array.from({ length: 1001 }, () => newId());
  await expect(call(assets.bulk, { ids, change: { field: 'criticality', criticality: 5 } }, as(lead))).rejects.toThrow();
});

test('moves only to teams where the mover may, and that are there', async () => {
  const asset = await makeAsset(team);
  const reader = await makeActor([team, 'lead'], [other, 'viewer']);
  const admin = await makeOrganisationActor('admin');
  const move = (actor: Actor, teamId: string) => call(assets.bulk, { ids: [asset.id], change: { field: 'team', teamId } }, as(actor));
  expect((await move(reader, other.id)).results.map((result) => result.outcome)).toEqual(['refused']);
  await refusal(move(admin, newId()), 'not_found');
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [other.id]);
  await refusal(move(admin, other.id), 'not_found');
  expect(await eventsOf(asset)).toEqual([]);
});

test('the undoing of a move takes the right to move into the team it came from', async () => {
  const person = await makePerson({
    roles: [
      [team, 'lead'],
      [other, 'lead'],
    ],
  });
  const asset = await makeAsset(team);
  const moved = await call(assets.bulk, { ids: [asset.id], change: { field: 'team', teamId: other.id } }, as(await actorOf(person)));
  await giveRole(person, team, 'data_scientist');
  const undone = await call(assets.undo, { operationId: moved.operationId }, as(await actorOf(person)));
  expect(undone.results.map((result) => result.outcome)).toEqual(['refused']);
});
