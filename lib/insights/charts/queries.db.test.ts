import { call } from '@orpc/server';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makeRisk,
  makeTeam,
  makeThreat,
  type TestAsset,
  type TestRisk,
  type TestTeam,
} from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';
import { chartOperations } from './procedures.ts';
import { countOf } from './rules.ts';

const time = vi.hoisted(() => ({ now: new Date('2026-11-23T10:00:00Z') }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => time.now }));

let fraud: TestTeam;
let credit: TestTeam;
let model: TestAsset;
let dataset: TestAsset;
let viewer: Actor;
let auditor: Actor;
let stranger: Actor;
let critical: TestRisk;

type Input = Record<string, string>;
const within = (actor: Actor) => ({ context: contextOf(actor) });
const ask = {
  matrix: (actor: Actor, input: Input = {}) => call(chartOperations.matrix, input, within(actor)),
  coverage: (actor: Actor, input: Input = {}) => call(chartOperations.coverage, input, within(actor)),
  ageing: (actor: Actor, input: Input = {}) => call(chartOperations.ageing, input, within(actor)),
  treatment: (actor: Actor, input: Input = {}) => call(chartOperations.treatment, input, within(actor)),
  endings: (actor: Actor, input: Input = {}) => call(chartOperations.endings, input, within(actor)),
  assessment: (actor: Actor, input: Input = {}) => call(chartOperations.assessment, input, within(actor)),
  teams: (actor: Actor, input: Input = {}) => call(chartOperations.teams, input, within(actor)),
};
const levels = (counts: Record<number, number>) => Array.from({ length: 8 }, (_, level) => counts[level] ?? 0);

/** Where what is summed is not the sum of the tallies: rows that only one of the two has. */
async function differences(): Promise<unknown[]> {
  const { rows } = await owner.query(`
    WITH tallied AS (
      SELECT NULL::uuid AS team_id, measure, kind, stage, level, x, y, sum(n) AS n FROM tallies GROUP BY 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
      UNION ALL
      SELECT team_id, 'level', kind, stage, level, 0, 0, sum(n) FROM tallies WHERE measure = 'risk' GROUP BY 1, 3, 4, 5 HAVING sum(n) <> 0
    ), summed AS (
      SELECT team_id, measure, kind, stage, level, x, y, sum(n) AS n FROM tally_sums GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
    )
    (TABLE tallied EXCEPT TABLE summed) UNION ALL (TABLE summed EXCEPT TABLE tallied)`);
  return rows;
}

async function changed(risk: TestRisk, level: number, at: string, treatedAfter: number | null) {
  await owner.query(
    `INSERT INTO risk_changes (id, team_id, asset_id, risk_id, at, cause, level_before, level_after, likelihood_before, likelihood_after, impact_before, impact_after, treated_after)
     VALUES ($1, $2, $3, $4, $5, 'risk.assessed', $6, 1, 4, 1, 4, 4, $7)`,
    [newId(), risk.teamId, risk.assetId, risk.id, at, level, treatedAfter],
  );
}

beforeAll(async () => {
  fraud = await makeTeam({ key: 'fraud', name: 'Fraud' });
  credit = await makeTeam({ key: 'credit', name: 'Credit' });
  viewer = await makeActor([fraud, 'viewer']);
  auditor = await makeOrganisationActor('auditor');
  stranger = await makeActor();
  model = await makeAsset(fraud, { kind: 'model' });
  dataset = await makeAsset(fraud, { kind: 'dataset' });
  const elsewhere = await makeAsset(credit, { kind: 'model' });
  const opened = (day: string) => ({ opened_at: new Date(`${day}T12:00:00Z`) });
  critical = await makeRisk(model, { likelihood: 5, impact: 4, more: { coverage: 3, ...opened('2026-11-02') } });
  await makeRisk(model, { likelihood: 5, impact: 4, more: { coverage: 1, level: 3, ...opened('2026-08-31') } });
  await makeRisk(model, { likelihood: 1, impact: 2, more: { coverage: 3, ...opened('2024-01-01') } });
  await makeRisk(dataset, { likelihood: 4, impact: 4, more: { coverage: 0, stage: 'collect', ...opened('2025-01-15') } });
  await makeRisk(elsewhere, { likelihood: 4, impact: 4, more: { coverage: 2, ...opened('2026-11-03') } });
});
beforeEach(() => {
  time.now = new Date('2026-11-23T10:00:00Z');
});

describe('numbers are cut to the reader and to the filters', () => {
  test('likelihood and impact: open risks, or those of the levels asked for', async () => {
    const cell = async (actor: Actor, likelihood: number, impact: number, input = {}) =>
      (await ask.matrix(actor, input)).cells.find((each) => each.likelihood === likelihood && each.impact === impact);
    expect((await ask.matrix(viewer)).cells).toHaveLength(25);
    expect(await cell(viewer, 5, 4)).toMatchObject({ severity: 4, levels: levels({ 7: 1, 3: 1 }) });
    expect(await cell(viewer, 4, 4)).toMatchObject({ severity: 3, levels: levels({ 6: 1 }) });
    expect(await cell(auditor, 4, 4)).toMatchObject({ levels: levels({ 6: 2 }) });
    expect(await cell(auditor, 4, 4, { team: 'credit' })).toMatchObject({ levels: levels({ 6: 1 }) });
    expect(await cell(viewer, 1, 2)).toMatchObject({ levels: levels({}) });
    expect(await cell(viewer, 1, 2, { level: 'low' })).toMatchObject({ levels: levels({ 1: 1 }) });
    expect(await cell(viewer, 5, 4, { kind: 'dataset,pipeline' })).toMatchObject({ levels: levels({}) });
  });

  test('coverage by stage', async () => {
    const at = async (actor: Actor, stage: string, input = {}) =>
      (await ask.coverage(actor, input)).stages.find((each) => each.stage === stage)?.coverage;
    expect(await at(viewer, 'develop')).toEqual([0, 1, 0, 2]);
    expect(await at(viewer, 'collect')).toEqual([1, 0, 0, 0]);
    expect(await at(auditor, 'develop')).toEqual([0, 1, 1, 2]);
    expect(await at(viewer, 'develop', { level: 'critical' })).toEqual([0, 0, 0, 1]);
    expect(await at(viewer, 'develop', { stage: 'collect' })).toEqual([0, 0, 0, 0]);
  });

  test('age by month, what is older in one; what is low is not open', async () => {
    const { months } = await ask.ageing(viewer);
    expect(months).toHaveLength(12);
    expect(months[0]).toEqual({ month: null, levels: levels({ 6: 1 }) });
    expect(months.find((each) => each.month === '2026-08-01')).toMatchObject({ levels: levels({ 3: 1 }) });
    expect(months.at(-1)).toEqual({ month: '2026-11-01', levels: levels({ 7: 1 }) });
    expect((await ask.ageing(auditor)).months.at(-1)).toMatchObject({ levels: levels({ 7: 1, 6: 1 }) });
  });

  test('teams by exposure; whoever reads one team compares one', async () => {
    expect(await ask.teams(viewer)).toMatchObject({
      total: 1,
      teams: [{ key: 'fraud', levels: levels({ 7: 1, 3: 1, 1: 1, 6: 1 }), exposure: 11 }],
    });
    expect(
      (await ask.teams(auditor)).teams.filter(({ key }) => ['fraud', 'credit'].includes(key)).map(({ name, exposure }) => [name, exposure]),
    ).toEqual([
      ['Fraud', 11],
      ['Credit', 3],
    ]);
    expect((await ask.teams(auditor, { kind: 'dataset', team: 'fraud,credit' })).teams).toMatchObject([{ key: 'fraud', exposure: 3 }]);
  });

  test('acceptances that end soon', async () => {
    const accepted = (until: string) => ({ more: { level: 2, accepted_until: new Date(until), accepted_severity: 3, stage: 'monitor' } });
    await makeRisk(model, accepted('2026-11-25T00:00:00Z'));
    await makeRisk(model, accepted('2026-12-20T00:00:00Z'));
    await makeRisk(dataset, accepted('2026-11-20T00:00:00Z'));
    const counts = async (actor: Actor, input = {}) =>
      (await ask.endings(actor, { stage: 'monitor', ...input })).endings.map(({ count }) => count);
    expect(await counts(viewer)).toEqual([1, 1, 2, 2, 2]);
    expect(await counts(auditor)).toEqual([1, 1, 2, 2, 2]);
    expect(await counts(auditor, { team: 'credit' })).toEqual([0, 0, 0, 0, 0]);
    time.now = new Date('2026-11-26T00:00:00Z');
    expect(await counts(viewer)).toEqual([0, 0, 1, 1, 1]);
  });

  test('assessment: days that were written down, and today as it stands', async () => {
    const day = (of: string, team: TestTeam | null, risks: number[], kind = '') =>
      owner.query(`INSERT INTO posture_days (id, day, team_id, kind, stage, levels, risks) VALUES ($1, $2, $3, $4, '', $5, $6)`, [
        newId(),
        of,
        team?.id ?? null,
        kind,
        levels({}),
        risks,
      ]);
    await day('2026-11-01', fraud, levels({ 1: 2, 3: 5 }));
    await day('2026-11-01', fraud, levels({ 3: 2 }), 'model');
    await day('2026-11-01', null, levels({ 1: 9, 3: 9 }));
    await day('2026-08-01', fraud, levels({ 1: 1 }));
    const { days, from, to } = await ask.assessment(viewer);
    expect([from, to]).toEqual(['2026-08-26', '2026-11-23']);
    expect(days.map((each) => each.day)).toEqual(['2026-11-01', '2026-11-23']);
    expect(days[0]?.levels).toEqual(levels({ 1: 2, 3: 5 }));
    expect(days[1]?.levels.slice(3)).toEqual([1, 0, 0, 1, 1]);
    expect((await ask.assessment(viewer, { kind: 'model' })).days[0]?.levels).toEqual(levels({ 3: 2 }));
    expect((await ask.assessment(auditor)).days[0]?.levels).toEqual(levels({ 1: 9, 3: 9 }));
  });

  test('a team out of reach counts nothing, and whoever reads nothing is refused', async () => {
    expect((await ask.teams(viewer, { team: 'credit' })).total).toBe(0);
    expect((await ask.matrix(viewer, { team: 'credit' })).cells.every(({ levels: counts }) => counts.every((n) => n === 0))).toBe(true);
    for (const question of Object.values(ask)) await refusal(question(stranger), 'forbidden');
    await expect(ask.matrix(viewer, { level: 'dire' })).rejects.toThrow('validation');
  });
});

describe('each mark counts what its list shows', () => {
  const total = async (actor: Actor, filter: Input) => (await call(riskOperations.total, filter, within(actor))).total;
  const open = 'critical,high,medium,stale,unassessed';
  const sum = (counts: readonly number[]) => counts.reduce((all, n) => all + n, 0);
  test('fields of likelihood and impact', async () => {
    for (const { likelihood, impact, levels: counts } of (await ask.matrix(auditor)).cells)
      expect(sum(counts), `${likelihood} × ${impact}`).toBe(
        await total(auditor, { likelihood: String(likelihood), impact: String(impact), level: open }),
      );
  });
  test('coverage of a stage', async () => {
    for (const { stage, coverage } of (await ask.coverage(viewer)).stages)
      for (const [at, state] of ['none', 'planned', 'implemented', 'verified'].entries())
        expect(coverage[at], `${stage} ${state}`).toBe(await total(viewer, { stage, coverage: state }));
  });
  test('months', async () => {
    const { months } = await ask.ageing(viewer);
    for (const [index, { month, levels: counts }] of months.entries()) {
      const until = months[index + 1]?.month;
      const opened = { ...(month && { openedSince: month }), ...(until && { openedBefore: until }) };
      expect(sum(counts), month ?? 'earlier').toBe(await total(viewer, { ...opened, level: open }));
    }
  });
  test('teams', async () => {
    for (const team of (await ask.teams(auditor)).teams)
      expect(countOf(team.levels, 'high'), team.name).toBe(await total(auditor, { team: team.key, level: 'high' }));
  });
});

describe('time to treat', () => {
  test('medians by month, of what was treated and nothing else', async () => {
    for (const days of [2, 4, 13]) await changed(critical, 6, '2026-10-05T00:00:00Z', days);
    await changed(critical, 7, '2026-10-31T23:59:59Z', 1);
    await changed(critical, 7, '2026-11-01T00:00:00Z', null);
    const { months, high, critical: worst } = await ask.treatment(viewer);
    expect(months).toHaveLength(12);
    expect(months.find(({ month }) => month === '2026-10-01')).toEqual({
      month: '2026-10-01',
      high: { median: 4, count: 3 },
      critical: { median: 1, count: 1 },
    });
    expect(months.at(-1)).toMatchObject({ month: '2026-11-01', critical: { median: null, count: 0 } });
    expect([high, worst]).toEqual([
      { median: 4, count: 3 },
      { median: 1, count: 1 },
    ]);
    expect((await ask.treatment(viewer, { kind: 'dataset' })).high.count).toBe(0);
  });

  test.each([
    [-1, 0],
    [14, 14],
    [15, 16],
    [17, 16],
    [29, 28],
    [30, 33],
    [64, 61],
    [65, 72],
    [176, 170],
    [177, 192],
    [356, 342],
    [357, 365],
    [729, 365],
    [730, 730],
    [20_000, 7300],
  ])('%d days are told as %d', async (days, told) => {
    const { rows } = await owner.query('SELECT days_bucket($1) AS told', [days]);
    expect(rows).toEqual([{ told }]);
  });

  test('it follows the asset to another team', async () => {
    const moving = await makeAsset(fraud, { kind: 'pipeline' });
    const risk = await makeRisk(moving);
    await changed(risk, 6, '2026-11-10T00:00:00Z', 9);
    expect((await ask.treatment(viewer, { kind: 'pipeline' })).high).toEqual({ median: 9, count: 1 });
    await owner.query('UPDATE assets SET team_id = $1 WHERE id = $2', [credit.id, moving.id]);
    expect((await ask.treatment(viewer, { kind: 'pipeline' })).high.count).toBe(0);
    expect((await ask.treatment(auditor, { kind: 'pipeline' })).high).toEqual({ median: 9, count: 1 });
    expect(await differences()).toEqual([]);
  });
});

describe('sums', () => {
  test('are those of the tallies after every change, and after folding, which leaves one row each', async () => {
    const threat = await makeThreat();
    const risk = await makeRisk(dataset, { threat, more: { stage: 'validate' } });
    expect(await differences()).toEqual([]);
    await owner.query('UPDATE risks SET level = 7, likelihood = 5, coverage = 2 WHERE id = $1', [risk.id]);
    await owner.query('UPDATE risks SET applies = false, level = 0 WHERE id = $1', [risk.id]);
    expect(await differences()).toEqual([]);
    const before = await ask.teams(auditor);
    await owner.query('SELECT fold_tallies()');
    expect(await differences()).toEqual([]);
    expect(await ask.teams(auditor)).toEqual(before);
    const { rows } = await owner.query(
      'SELECT FROM tally_sums GROUP BY team_id, measure, kind, stage, level, x, y HAVING count(*) > 1 OR sum(n) = 0',
    );
    expect(rows).toEqual([]);
  });

  test('take off what is taken out of the tallies, and tallies are never changed in place', async () => {
    await expect(owner.query('UPDATE tallies SET n = n + 1')).rejects.toMatchObject({ code: 'GH002' });
    const client = await owner.connect();
    try {
      await client.query('BEGIN');
      await client.query("DELETE FROM tallies WHERE measure = 'risk'");
      const left = await client.query("SELECT coalesce(sum(n), 0)::int AS n FROM tally_sums WHERE measure IN ('risk', 'level')");
      expect(left.rows).toEqual([{ n: 0 }]);
      await client.query('TRUNCATE tallies');
      expect((await client.query('SELECT FROM tally_sums')).rows).toEqual([]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});
