import { call } from '@orpc/server';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  eventsOf,
  makeActor,
  makeAsset,
  makeControl,
  makeSafeguard,
  makeTeam,
  makeThreat,
  type TestAsset,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { evidenceOperations as evidence } from '../evidence/procedures.ts';
import { safeguardListOperations as list } from '../list/procedures.ts';
import { safeguardOperations as safeguards } from '../procedures.ts';
import { safeguardBulkOperations as many } from './procedures.ts';

let team: TestTeam;
let control: string;
let lead: Actor;
let assets: TestAsset[];

beforeEach(async () => {
  team = await makeTeam();
  control = await makeControl(await makeThreat({ applies: ['model:develop'] }));
  lead = await makeActor([team, 'lead']);
  assets = [await makeAsset(team), await makeAsset(team)];
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const idsOf = (things: readonly { id: string }[]) => things.map(({ id }) => id);
const rowsOf = async () =>
  (
    await owner.query<{ id: string; state: string; asset_id: string }>(
      'SELECT id, state, asset_id FROM safeguards WHERE control = $1 ORDER BY asset_id',
      [control],
    )
  ).rows;

test('a control is assigned to many at once; what cannot have it is reported, and what is done can be undone', async () => {
  const [has, foreign, retired, data] = [
    await makeAsset(team),
    await makeAsset(await makeTeam()),
    await makeAsset(team, { more: { status: 'retired' } }),
    await makeAsset(team, { kind: 'dataset' }),
  ];
  await makeSafeguard(has, control);
  const ids = idsOf([...assets, has, foreign, retired, data]);
  const preview = await call(many.preview, { control, ids }, as(lead));
  expect(preview).toMatchObject({ assets: 5, planned: 2, already: 1, notForKind: 1, retired: 1, noRight: 0, more: false });
  expect(preview.ids.toSorted()).toEqual(idsOf(assets).toSorted());
  const due = new Date(Date.now() + 86_400_000).toISOString();
  const report = await call(many.assign, { control, ids, ownerId: lead.id, dueAt: due }, as(lead));
  expect(report.results.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'unchanged', 'refused', 'refused', 'refused']);
  expect(report.results[3]?.name).not.toBe(foreign.name);
  expect(await rowsOf()).toHaveLength(3);
  const touched = (await rowsOf()).find((row) => row.asset_id === assets[0]?.id)?.id ?? '';
  expect(await eventsOf({ id: touched })).toMatchObject([{ event: 'safeguard.added', operation_id: report.operationId }]);
  await call(safeguards.edit, { id: touched, version: 1, notes: 'Begun.' }, as(lead));
  const undone = await call(many.undo, { operationId: report.operationId }, as(lead));
  expect(undone.results.map(({ outcome }) => outcome).toSorted()).toEqual(['changed', 'refused']);
  expect(await rowsOf()).toHaveLength(2);
});

test('assets are chosen by the filters of their list, and each is judged by its kind', async () => {
  const pipeline = await makeAsset(team, { kind: 'pipeline' });
  const scientist = await makeActor([team, 'data_scientist']);
  const all = await makeControl();
  const filtered = await call(many.preview, { control: all, filter: { team: team.key } }, as(scientist));
  expect(filtered).toMatchObject({ assets: 3, planned: 2, noRight: 1 });
  expect(filtered.ids).not.toContain(pipeline.id);
  await refusal(call(many.preview, { control: 'none-such', filter: {} }, as(lead)), 'invalid');
  const report = await call(many.assign, { control: all, ids: [pipeline.id] }, as(scientist));
  expect(report).toMatchObject({ changed: 0, undoUntil: null, results: [{ outcome: 'refused' }] });
});

test('many are implemented and verified at once, each judged by itself, and taken back', async () => {
  const other = await makeActor([team, 'lead']);
  await call(many.assign, { control, ids: idsOf(assets) }, as(lead));
  const ids = idsOf(await rowsOf());
  const [first = '', second = ''] = ids;
  const done = await call(many.bulk, { ids: [first, second, newId()], change: { field: 'implemented' } }, as(lead));
  expect(done.results.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'refused']);
  await call(evidence.add, { id: first, kind: 'text', title: 'x', content: 'x' }, as(lead));
  const own = await call(many.verify, { ids }, as(lead));
  expect(own.changed).toBe(0);
  expect(own.results[0]?.message).toBe('You implemented it. Somebody else has to verify it.');
  const verified = await call(many.verify, { ids }, as(other));
  expect(verified.results.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['changed', 'Changed.'],
    ['refused', 'It has no evidence that holds today. Add some first: a verification rests on evidence.'],
  ]);
  const again = await call(many.bulk, { ids: [first], change: { field: 'implemented' } }, as(lead));
  expect(again.results[0]).toMatchObject({ outcome: 'refused' });
  await refusal(call(many.undo, { operationId: verified.operationId }, as(other)), 'not_found');
  const back = await call(many.unverify, { operationId: verified.operationId }, as(other));
  expect(back.changed).toBe(1);
  expect((await rowsOf()).map(({ state }) => state)).toEqual(['implemented', 'implemented']);
  await refusal(call(many.verify, { ids }, as(await makeActor([team, 'data_scientist']))), 'forbidden');
});

test('owner and due date are set for many, undone in time by who did it, and not later', async () => {
  await call(many.assign, { control, ids: idsOf(assets) }, as(lead));
  const ids = idsOf(await rowsOf());
  const report = await call(many.bulk, { ids, change: { field: 'owner', ownerId: lead.id } }, as(lead));
  expect(report.changed).toBe(2);
  await refusal(call(many.undo, { operationId: report.operationId }, as(await makeActor([team, 'lead']))), 'not_found');
  await call(many.bulk, { ids, change: { field: 'due', dueAt: new Date().toISOString() } }, as(lead));
  expect((await call(list.list, { due: 'overdue', limit: 200 }, as(lead))).rows).toHaveLength(2);
  expect((await call(many.undo, { operationId: report.operationId }, as(lead))).changed).toBe(2);
  const later = await call(many.bulk, { ids, change: { field: 'owner', ownerId: lead.id } }, as(lead));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  try {
    await refusal(call(many.undo, { operationId: later.operationId }, as(lead)), 'conflict');
  } finally {
    vi.useRealTimers();
  }
});

test('the list pages by key in every order, both ways, and counts agree with it', async () => {
  await call(many.assign, { control, ids: idsOf(assets) }, as(lead));
  await call(safeguards.add, { control, teamId: team.id }, as(lead));
  for (const sort of ['control', '-asset', 'state', '-due', 'evidence', '-changed'] as const) {
    const whole = idsOf((await call(list.list, { sort, limit: 200 }, as(lead))).rows);
    const first = await call(list.list, { sort, limit: 2 }, as(lead));
    const second = await call(list.list, { sort, limit: 2, after: first.next ?? '' }, as(lead));
    expect([...idsOf(first.rows), ...idsOf(second.rows)]).toEqual(whole);
    const back = await call(list.list, { sort, limit: 2, before: second.previous ?? '' }, as(lead));
    expect(idsOf(back.rows)).toEqual(idsOf(first.rows));
  }
  expect(await call(list.total, { scope: 'own' }, as(lead))).toEqual({ total: 2, more: false });
  for (const facet of ['control', 'state', 'team', 'kind', 'owner', 'due', 'evidence', 'scope', 'threat'] as const) {
    const { counts } = await call(list.facets, { facet }, as(lead));
    expect(
      counts.reduce((sum, { count }) => sum + count, 0),
      facet,
    ).toBe(facet === 'kind' ? 2 : 3);
    for (const { value, count } of counts)
      expect((await call(list.total, { [facet]: value }, as(lead))).total, `${facet} ${value}`).toBe(count);
  }
  const name = assets[0]?.name ?? '';
  expect((await call(list.list, { q: name, limit: 200 }, as(lead))).rows.map(({ assetName }) => assetName)).toEqual([name]);
  const { body, headers } = await call(list.export, { scope: 'own' }, as(lead));
  expect(headers['content-disposition']).toMatch(/^attachment/);
  expect((await new Response(body).text()).trim().split('\r\n')).toHaveLength(3);
});
