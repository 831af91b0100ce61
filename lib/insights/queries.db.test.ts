import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makePerson, makeTeam, makeVersion } from '#lib/access/testing.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { owner } from '#lib/platform/testing.ts';
import { insightOperations } from './procedures.ts';

let viewer: Actor;
let auditor: Actor;
let stranger: Actor;
let people: { id: string }[];
const inventory = (actor: Actor) => call(insightOperations.inventory, {}, { context: contextOf(actor) });

beforeAll(async () => {
  const team = await makeTeam({ key: 'fraud' });
  const other = await makeTeam({ key: 'credit' });
  viewer = await makeActor([team, 'viewer']);
  stranger = await makeActor();
  auditor = await makeOrganisationActor('auditor');
  people = [await makePerson({ name: 'Inês' })];
  const owned = { owner_id: people[0]?.id };
  const model = await makeAsset(team, { kind: 'model', more: { stage: 'deploy', level: 6, ...owned } });
  await makeVersion(model);
  await makeAsset(team, { kind: 'model', more: { stage: 'deploy' } });
  await makeAsset(team, { kind: 'dataset', more: { stage: 'collect', ...owned } });
  await makeAsset(team, { kind: 'dataset', more: { stage: 'collect', status: 'retired' } });
  await makeAsset(other, { kind: 'pipeline', more: { stage: 'monitor' } });
});

test('counts the active assets of the reader by kind and stage, and what was never assessed for itself', async () => {
  const { cells, gaps } = await inventory(viewer);
  const byKind = cells.toSorted((a, b) => a.kind.localeCompare(b.kind));
  expect(byKind).toEqual([
    { kind: 'dataset', stage: 'collect', count: 1, unassessed: 1, worst: 'unassessed' },
    { kind: 'model', stage: 'deploy', count: 2, unassessed: 1, worst: 'high' },
  ]);
  expect(gaps).toEqual({ owner: { total: 1, more: false }, versions: { total: 2, more: false } });
});

test('a gap that cannot be counted in time is told as such, and the rest stands', async () => {
  const blocking = await owner.connect();
  try {
    await blocking.query('BEGIN; LOCK TABLE asset_versions IN ACCESS EXCLUSIVE MODE');
    const { cells, gaps } = await inventory(viewer);
    expect(cells).toHaveLength(2);
    expect(gaps).toEqual({ owner: { total: 1, more: false }, versions: null });
  } finally {
    await blocking.query('ROLLBACK');
    blocking.release();
  }
});

test('each gap counts what the list with its filter shows', async () => {
  const list = (filter: Record<string, string>) => call(assetOperations.list, filter, { context: contextOf(viewer) });
  expect((await list({ owner: 'none' })).rows).toHaveLength(1);
  expect((await list({ versions: 'none' })).rows).toHaveLength(2);
  expect((await list({ versions: 'some' })).rows).toHaveLength(1);
  expect((await list({ versions: 'none,some' })).rows).toHaveLength(3);
});

test('shows the auditor every team', async () => {
  expect((await inventory(auditor)).cells.some((cell) => cell.kind === 'pipeline')).toBe(true);
});

test('is refused to whoever may read no asset', async () => {
  await expect(inventory(stranger)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a filter names its owners and readable teams alone', async () => {
  const names = (actor: Actor) =>
    call(assetOperations.names, { owner: `none,${people[0]?.id}`, team: 'fraud,credit,unknown' }, { context: contextOf(actor) });
  expect(await names(viewer)).toEqual({
    owner: { none: 'No owner', [String(people[0]?.id)]: 'Inês' },
    team: { fraud: expect.any(String) },
  });
  expect(Object.keys((await names(auditor)).team).toSorted()).toEqual(['credit', 'fraud']);
});
