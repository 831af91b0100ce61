import { call } from '@orpc/server';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, makeVersion, type TestTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { recordDay } from './commands.ts';
import { historyOperations } from './procedures.ts';

let fraud: TestTeam;
let credit: TestTeam;
let viewer: Actor;
let auditor: Actor;
const time = vi.hoisted(() => ({ now: new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => time.now }));

const history = (actor: Actor, input: Record<string, unknown> = {}) =>
  call(historyOperations.history, { days: 10, ...input }, { context: contextOf(actor) });
const rowsOf = async (where: string) =>
  (await owner.query<{ levels: number[]; risks: number[]; coverage: number[] }>(`SELECT * FROM posture_days WHERE ${where}`)).rows;

beforeAll(async () => {
  fraud = await makeTeam({ key: 'fraud' });
  credit = await makeTeam({ key: 'credit' });
  viewer = await makeActor([fraud, 'viewer']);
  auditor = await makeOrganisationActor('auditor');
});

beforeEach(async () => {
  time.now = new Date('2026-11-23T10:00:00Z');
  await owner.query('TRUNCATE posture_days');
});

/** What the tallies say, put together by hand: a second way to the same numbers. */
async function tallied(measure: string, team: TestTeam | null, kind: string, stage: string): Promise<number[]> {
  const { rows } = await owner.query<{ level: number; n: string }>(
    `SELECT level, sum(n) AS n FROM tallies WHERE measure = $1 AND ($2::uuid IS NULL OR team_id = $2) AND ($3 = '' OR kind = $3)
     AND CASE WHEN $1 = 'risk' AND $4 = '' THEN true ELSE stage = $4 END GROUP BY level`,
    [measure, team?.id ?? null, kind, stage],
  );
  return Array.from({ length: 8 }, (_, level) => Number(rows.find((row) => row.level === level)?.n ?? 0));
}

test('a day is what the tallies say, for each team and the organisation, each kind and all, each stage and the whole', async () => {
  const model = await makeAsset(fraud, { kind: 'model', more: { level: 7, level_develop: 7 } });
  await makeAsset(fraud, { kind: 'dataset', more: { level: 1, level_collect: 1 } });
  await makeAsset(credit, { kind: 'model', more: { level: 6, level_develop: 6 } });
  await owner.query(
    `INSERT INTO threats (key, name, summary, affects, likelihood, applies) VALUES ('test-theft', 'Theft', 'Theft', '{integrity}', 3, '{model:develop,model:deploy}')`,
  );
  await owner.query(
    `INSERT INTO risks (id, team_id, asset_id, kind, threat, stage, level, severity, coverage)
     VALUES ($1, $3, $4, 'model', 'test-theft', 'develop', 7, 4, 2), ($2, $3, $4, 'model', 'test-theft', 'deploy', 3, 2, 0)`,
    [newId(), newId(), fraud.id, model.id],
  );
  await recordDay();
  for (const [team, condition] of [
    [null, 'team_id IS NULL'],
    [fraud, `team_id = '${fraud.id}'`],
    [credit, `team_id = '${credit.id}'`],
  ] as const)
    for (const kind of ['', 'model', 'dataset'])
      for (const stage of ['', 'collect', 'develop', 'deploy']) {
        const [row] = await rowsOf(`${condition} AND kind = '${kind}' AND stage = '${stage}'`);
        const where = `${team?.key ?? 'all'} ${kind} ${stage}`;
        expect(row?.levels ?? Array(8).fill(0), where).toEqual(await tallied('asset', team, kind, stage));
        expect(row?.risks ?? Array(8).fill(0), where).toEqual(await tallied('risk', team, kind, stage));
      }
  expect((await rowsOf(`team_id = '${fraud.id}' AND kind = '' AND stage = ''`))[0]).toMatchObject({
    levels: [0, 1, 0, 0, 0, 0, 0, 1],
    risks: [0, 0, 0, 1, 0, 0, 0, 1],
    coverage: [1, 0, 1, 0],
  });
});

test('written again on the same day, it is written anew; what is no more is zero, and the days before stay', async () => {
  const model = await makeAsset(credit, { kind: 'repository', more: { level: 5, level_develop: 5 } });
  await recordDay();
  time.now = new Date('2026-11-24T08:00:00Z');
  await recordDay();
  await owner.query("UPDATE assets SET status = 'retired' WHERE id = $1", [model.id]);
  await recordDay();
  const days = await rowsOf(`team_id = '${credit.id}' AND kind = 'repository' AND stage = '' ORDER BY day`);
  expect(days.map((each) => each.levels[5])).toEqual([1, 0]);
});

test('a day is one of UTC, whatever the clocks of people say, and a day that nobody wrote down is a gap', async () => {
  // The night in which Berlin's clocks go back, and one in which nobody's server ran.
  for (const at of ['2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T23:59:40Z', '2026-10-27T12:00:00Z']) {
    time.now = new Date(at);
    await recordDay();
  }
  const { from, to, days } = await history(viewer);
  expect([from, to]).toEqual(['2026-10-18', '2026-10-27']);
  expect(days.map((each) => each.day)).toEqual(['2026-10-24', '2026-10-25', '2026-10-27']);
});

test('a team without assets has its day too, of zeros: that is no gap', async () => {
  const empty = await makeTeam();
  await recordDay();
  expect(await rowsOf(`team_id = '${empty.id}'`)).toMatchObject([{ levels: Array(8).fill(0), risks: Array(8).fill(0) }]);
});

test('versions registered and incidents raised on the day stand beside it, with the kind they belong to', async () => {
  const asset = await makeAsset(fraud, { kind: 'pipeline' });
  for (const at of ['2026-11-22T23:59:59Z', '2026-11-23T00:00:00Z', '2026-11-23T23:00:00Z'])
    await makeVersion(asset, { more: { registered_at: at } });
  const signal = `INSERT INTO signals (id, team_id, asset_id, severity, source, title, raised_at) VALUES ($1, $2, $3, 'high', $4, 'Odd', $5)`;
  await owner.query(signal, [newId(), fraud.id, asset.id, 'incident', '2026-11-23T01:00:00Z']);
  await owner.query(signal, [newId(), fraud.id, asset.id, 'hand', '2026-11-23T01:00:00Z']);
  await recordDay();
  expect((await history(viewer)).days.at(-1)).toMatchObject({ releases: 2, incidents: 1 });
  expect((await history(viewer, { kind: 'pipeline' })).days.at(-1)).toMatchObject({ releases: 2, incidents: 1 });
  expect((await history(viewer, { kind: 'model' })).days.at(-1)).toMatchObject({ releases: 0, incidents: 0 });
});

test('today is as it stands now, whatever was written down', async () => {
  const before = (await history(viewer)).days;
  expect(before).toHaveLength(1);
  await makeAsset(fraud, { more: { level: 7 } });
  const after = (await history(viewer)).days;
  expect((after[0]?.assets[7] ?? 0) - (before[0]?.assets[7] ?? 0)).toBe(1);
});

test('somebody of one team sees its rows alone; those of the organisation are for who sees every team', async () => {
  await makeAsset(credit, { more: { level: 2 } });
  await recordDay();
  time.now = new Date('2026-11-24T10:00:00Z');
  const own = (await history(viewer)).days[0];
  const all = (await history(auditor)).days[0];
  expect(own?.assets[2]).toBe(0);
  expect(all?.assets[2]).toBe(1);
  expect((await history(auditor, { team: 'fraud' })).days[0]).toEqual(own);
  expect((await history(viewer, { team: 'credit' })).days).toMatchObject([{ assets: Array(8).fill(0) }]);
  await refusal(history(await makeActor()), 'forbidden');
});
