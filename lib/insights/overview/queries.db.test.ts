import { call } from '@orpc/server';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  type TestAsset,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { overviewOperations } from './procedures.ts';
import type { Overview } from './schema.ts';

let fraud: TestTeam;
let credit: TestTeam;
let ines: TestPerson;
let viewer: Actor;
let auditor: Actor;

const overview = (actor: Actor): Promise<Overview> => call(overviewOperations.overview, {}, { context: contextOf(actor) });
const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000);
const dayBack = (days: number) => daysFromNow(-days).toISOString().slice(0, 10);

async function insert(table: string, row: Record<string, unknown>): Promise<string> {
  const id = newId();
  const full = { id, ...row };
  await owner.query(
    `INSERT INTO ${table} (${Object.keys(full).join(', ')}) VALUES (${Object.keys(full).map((_, at) => `$${at + 1}`)})`,
    Object.values(full),
  );
  return id;
}
const makeRisk = (asset: TestAsset, level: number, more: Record<string, unknown> = {}) =>
  insert('risks', { team_id: asset.teamId, asset_id: asset.id, kind: asset.kind, threat: 'test-theft', stage: 'develop', level, ...more });
const makeChange = (asset: TestAsset, risk: string, before: number, after: number, daysAgo: number, more: Record<string, unknown> = {}) =>
  insert('risk_changes', {
    ...{ team_id: asset.teamId, asset_id: asset.id, risk_id: risk, at: daysFromNow(-daysAgo), cause: 'risk.assessed' },
    ...{ level_before: before, level_after: after, likelihood_before: 1, likelihood_after: 2, impact_before: 1, impact_after: 2, ...more },
  });

beforeAll(async () => {
  await owner.query(
    `INSERT INTO threats (key, name, summary, affects, likelihood, applies)
     VALUES ('test-theft', 'Model theft', 'Theft', '{confidentiality}', 3, '{model:develop,model:deploy}')`,
  );
});

beforeEach(async () => {
  fraud = await makeTeam();
  credit = await makeTeam();
  ines = await makePerson({ name: 'Inês', roles: [[fraud, 'data_scientist']] });
  viewer = await actorOf(ines);
  auditor = await makeOrganisationActor('auditor');
});

test('counts assets by kind and stage, and each level for itself; another team is not in it', async () => {
  await makeAsset(fraud, {
    more: { level: 7, level_develop: 7, level_collect: 0, level_deploy: 0, level_monitor: 0, level_change: 0, level_validate: 1 },
  });
  await makeAsset(fraud, {
    more: { level: 3, level_develop: 3, level_collect: 0, level_deploy: 0, level_monitor: 0, level_change: 0, level_validate: 0 },
  });
  await makeAsset(credit, { more: { level: 7, level_develop: 7 } });
  const { assets, teams } = await overview(viewer);
  expect(assets.levels).toEqual([0, 0, 0, 1, 0, 0, 0, 1]);
  expect(assets.cells).toEqual([
    { kind: 'model', stage: 'validate', levels: [1, 1, 0, 0, 0, 0, 0, 0] },
    { kind: 'model', stage: 'develop', levels: [0, 0, 0, 1, 0, 0, 0, 1] },
  ]);
  expect(teams.map((team) => team.key)).toEqual([fraud.key]);
  expect((await overview(auditor)).teams.map((team) => team.key)).toEqual(expect.arrayContaining([fraud.key, credit.key]));
});

test('compares with the day a week and a month before, with the nearest before where nobody recorded that one, and with none else', async () => {
  const record = (daysAgo: number, team: string | null, high: number) =>
    insert('posture_days', {
      day: dayBack(daysAgo),
      team_id: team,
      kind: '',
      stage: '',
      levels: Array(8).fill(0),
      risks: [0, 0, 0, 0, 0, 0, high, 0],
    });
  await makeRisk(await makeAsset(fraud), 6);
  await record(8, fraud.id, 4);
  await record(8, credit.id, 99);
  await record(34, fraud.id, 5);
  const { risks, history, teams } = await overview(viewer);
  expect(risks.levels[6]).toBe(1);
  expect(risks.week).toEqual({ day: dayBack(8), risks: [0, 0, 0, 0, 0, 0, 4, 0] });
  expect(risks.month).toBeNull();
  expect(teams[0]?.weekBefore?.[6]).toBe(4);
  expect(history.map((each) => [each.day, each.risks[6]])).toEqual([
    [dayBack(34), 5],
    [dayBack(8), 4],
    [dayBack(0), 1],
  ]);
});

test('shows the worst assets of medium and above, the more critical of equals first', async () => {
  await makeAsset(fraud, { name: 'Mild', more: { level: 4 } });
  await makeAsset(fraud, { name: 'Bad', more: { level: 6, criticality: 2 } });
  await makeAsset(fraud, { name: 'Bad and vital', more: { level: 6, criticality: 5 } });
  await makeAsset(fraud, { name: 'Worst', more: { level: 7, criticality: 1 } });
  await makeAsset(fraud, { name: 'Gone', more: { level: 7, status: 'retired' } });
  await makeAsset(credit, { name: 'Elsewhere', more: { level: 7 } });
  expect((await overview(viewer)).worst.map((asset) => asset.name)).toEqual(['Worst', 'Bad and vital', 'Bad']);
});

test('tells what moved most this week, together what moved together, and why', async () => {
  const asset = await makeAsset(fraud, { name: 'Scorer' });
  const [first, second] = [await makeRisk(asset, 7), await makeRisk(asset, 7, { stage: 'deploy' })];
  const together = { at: daysFromNow(-1), cause: 'signal.raised', actor_id: ines.id };
  await makeChange(asset, first, 5, 7, 1, together);
  await makeChange(asset, second, 5, 7, 1, together);
  await makeChange(asset, first, 7, 1, 2, { cause: 'safeguard.verified' });
  await makeChange(asset, first, 1, 7, 9);
  await makeChange(asset, first, 6, 7, 1);
  await makeChange(asset, first, 0, 7, 1);
  const elsewhere = await makeAsset(credit);
  await makeChange(elsewhere, await makeRisk(elsewhere, 7), 1, 7, 1);
  const { moved } = await overview(viewer);
  expect(moved.map(({ count, from, to, cause, actorName }) => [count, from, to, cause, actorName])).toEqual([
    [1, 'critical', 'low', 'safeguard.verified', null],
    [2, 'medium', 'critical', 'signal.raised', 'Inês'],
  ]);
  expect(moved[1]).toMatchObject({ assetName: 'Scorer', threat: 'Model theft', teamName: fraud.name });
});

test('counts what is due, overdue and expiring of what is open, in the reader’s teams', async () => {
  const asset = await makeAsset(fraud);
  const other = await makeAsset(credit);
  const risk = await makeRisk(asset, 6, { due_at: daysFromNow(-1) });
  await makeRisk(asset, 5, { due_at: daysFromNow(3), stage: 'deploy' });
  await makeRisk(asset, 1, { due_at: daysFromNow(-1), stage: 'monitor' });
  await makeRisk(other, 6, { due_at: daysFromNow(-1) });
  const { rows: controls } = await owner.query<{ key: string }>(
    `INSERT INTO controls (key, name, summary) SELECT 'test-' || n, 'Control', 'Control' FROM generate_series(1, 5) n ON CONFLICT (key) DO UPDATE SET name = 'Control' RETURNING key`,
  );
  const safeguard = (at: number, row: Record<string, unknown>) =>
    insert('safeguards', { team_id: fraud.id, asset_id: asset.id, control: controls[at]?.key, ...row });
  await safeguard(0, { state: 'planned', due_at: daysFromNow(-2), owner_id: ines.id });
  await safeguard(1, { state: 'not_applicable', reason: 'Not used here.', due_at: daysFromNow(-2) });
  await safeguard(2, { state: 'implemented', evidence_until: daysFromNow(-2) });
  await safeguard(3, { state: 'implemented', evidence_until: daysFromNow(20) });
  await safeguard(4, { state: 'planned', evidence_until: daysFromNow(20) });
  const acceptance = {
    team_id: fraud.id,
    asset_id: asset.id,
    risk_id: risk,
    reason: 'Because it must be so for a while.',
    severity: 3,
    requested_by: ines.id,
  };
  await insert('acceptances', {
    ...acceptance,
    until: daysFromNow(10),
    status: 'granted',
    decided_by: auditor.id,
    decided_at: daysFromNow(0),
  });
  await insert('acceptances', { ...acceptance, until: daysFromNow(200), status: 'requested' });
  const one = { total: 1, more: false };
  const { due, mine } = await overview(viewer);
  expect(due).toEqual({
    risksOverdue: one,
    risksSoon: one,
    safeguardsOverdue: one,
    evidenceExpired: one,
    evidenceExpiring: one,
    acceptancesEnding: one,
    acceptancesRequested: one,
  });
  expect(mine).toMatchObject({ safeguardsPlanned: 1, safeguardsOverdue: 1 });
});

test('knows what is one’s own, and what of it asks first', async () => {
  const asset = await makeAsset(fraud, { more: { level: 6, owner_id: ines.id } });
  await makeRisk(asset, 6, { owner_id: ines.id });
  await makeRisk(asset, 5, { owner_id: ines.id, stage: 'deploy', due_at: daysFromNow(-1) });
  await makeRisk(asset, 1, { owner_id: ines.id, stage: 'monitor' });
  await makeRisk(asset, 0, { owner_id: ines.id, stage: 'change', applies: false });
  const { mine } = await overview(viewer);
  expect(mine).toMatchObject({ assets: [0, 0, 0, 0, 0, 0, 1, 0], risks: [0, 1, 0, 0, 0, 1, 1, 0], risksOverdue: 1 });
  expect(mine.next.map((risk) => risk.level)).toEqual(['medium', 'high']);
  expect((await overview(auditor)).mine.next).toEqual([]);
});

test('offers a first step while nothing is assessed, and none afterwards', async () => {
  await makeAsset(fraud, { name: 'Minor', more: { criticality: 1 } });
  const vital = await makeAsset(fraud, { name: 'Vital', more: { criticality: 5 } });
  expect((await overview(viewer)).firstStep).toBeNull();
  await makeRisk(vital, 3);
  const risk = await makeRisk(vital, 3, { stage: 'deploy' });
  expect((await overview(viewer)).firstStep).toEqual({ assetId: vital.id, assetName: 'Vital', risks: 2 });
  await owner.query('UPDATE risks SET level = 6 WHERE id = $1', [risk]);
  expect((await overview(viewer)).firstStep).toBeNull();
});

test('is refused to whoever may read no asset', async () => {
  await refusal(overview(await makeActor()), 'forbidden');
});
