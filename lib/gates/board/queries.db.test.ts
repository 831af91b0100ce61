import { call } from '@orpc/server';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makePerson, makeSafeguard, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, refusal } from '#lib/platform/testing.ts';
import { gateOperations as gates } from '../procedures.ts';
import { isVerified, makeGate, makeStanding, makeVerified, type Standing } from '../testing.ts';
import type { BoardQuery } from './schema.ts';

let team: TestTeam;
let lead: Actor;
let control: string;
const as = (actor: Actor) => ({ context: contextOf(actor) });
beforeAll(async () => {
  control = (await makeVerified((await makeStanding(await makeTeam())).asset)).control;
  for (const kind of ['model', 'dataset'] as const)
    await makeGate(kind, 'deploy', [
      { key: 'controls', type: 'controls_verified', controls: [control] },
      { key: 'signals', type: 'no_signal', level: 'high' },
    ]);
});
beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});
const column = (query: BoardQuery & { after?: string; limit?: number } = {}, actor = lead, stage: 'develop' | 'change' = 'develop') =>
  call(gates.column, { stage, ...query }, as(actor));
const names = async (...given: Parameters<typeof column>) => (await column(...given)).cards.map(({ name }) => name);
const ready = async (name: string, kind: 'model' | 'dataset' = 'model'): Promise<Standing> => {
  const standing = await makeStanding(team, { kind, name });
  await makeSafeguard(standing.asset, control, isVerified);
  return standing;
};

test('a column holds what stands at a stage, by name, page by page, each with the verdict of its next gate', async () => {
  await ready('beta');
  await makeStanding(team, { name: 'Alpha' });
  await makeStanding(team, { name: 'Gone', more: { status: 'retired' } });
  await makeStanding(team, { name: 'Elsewhere', stage: 'deploy' });
  const first = await column({ limit: 1 });
  expect(first.cards).toMatchObject([
    {
      name: 'Alpha',
      mayPromote: true,
      assetVersion: 1,
      verdict: { stage: 'deploy', passed: false, requirements: [{ key: 'controls', met: false }, { met: true }] },
    },
  ]);
  const second = await column({ limit: 1, after: first.next ?? '' });
  expect(second).toMatchObject({ cards: [{ name: 'beta', verdict: { passed: true } }], next: null });
  await makeStanding(team, { name: 'Last', stage: 'change' });
  expect((await column({}, lead, 'change')).cards).toMatchObject([{ name: 'Last', verdict: null, mayPromote: false }]);
  await refusal(column({ after: 'nonsense' }), 'invalid');
});

test('filters cut it to kinds, owners, words, what is ready, and what is held back by something', async () => {
  const someone = await makePerson();
  await ready('Ready model');
  await ready('Ready data', 'dataset');
  const signalled = await ready('Signalled model');
  await insertRow('signals', { id: newId(), team_id: team.id, asset_id: signalled.asset.id, severity: 'critical', title: 'Odd' });
  await makeStanding(team, { name: 'Bare model', more: { owner_id: someone.id } });
  expect(await names({ ready: 'yes' })).toEqual(['Ready data', 'Ready model']);
  expect(await names({ ready: 'yes', kind: 'model' })).toEqual(['Ready model']);
  expect(await names({ held: 'no_signal' })).toEqual(['Signalled model']);
  expect(await names({ held: 'controls_verified,no_signal' })).toEqual(['Bare model', 'Signalled model']);
  expect(await names({ held: 'no_open_risk' })).toEqual([]);
  expect(await names({ owner: someone.id })).toEqual(['Bare model']);
  expect(await names({ q: 'data' })).toEqual(['Ready data']);
  expect(await names({ ready: 'yes' }, lead, 'change')).toEqual([]);
  const page = await column({ ready: 'yes', limit: 1 });
  expect(await names({ ready: 'yes', limit: 1, after: page.next ?? '' })).toEqual(['Ready model']);
});

test('is cut to the reader’s teams, whatever they name', async () => {
  const other = await makeTeam();
  await makeStanding(other, { name: 'Theirs' });
  await makeStanding(team, { name: 'Ours' });
  expect(await names()).toEqual(['Ours']);
  expect(await names({ team: other.key })).toEqual([]);
  expect(await names({}, await makeActor([other, 'viewer']))).toEqual(['Theirs']);
});

test('its heads count what stands there, by team and kind, and by words and owners too', async () => {
  const someone = await makePerson();
  await makeStanding(team, { name: 'One' });
  await makeStanding(team, { name: 'Two', kind: 'dataset', more: { owner_id: someone.id } });
  await makeStanding(team, { name: 'Three', stage: 'monitor' });
  const counts = async (query: BoardQuery, actor = lead) => (await call(gates.counts, query, as(actor))).counts;
  expect(await counts({})).toEqual({ develop: 2, monitor: 1 });
  expect(await counts({ kind: 'dataset' })).toEqual({ develop: 1 });
  expect(await counts({ owner: someone.id })).toEqual({ develop: 1 });
  expect(await counts({ q: 'three' })).toEqual({ monitor: 1 });
  expect(await counts({}, await makeActor([await makeTeam(), 'viewer']))).toEqual({});
});
