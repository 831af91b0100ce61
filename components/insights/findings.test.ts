import { describe, expect, test } from 'vitest';
import { stages } from '#lib/assets/rules.ts';
import type { Ageing, Assessment, Coverage, Matrix, Teams, TreatmentTimes } from '#lib/insights/charts/schema.ts';
import { monthName } from '#lib/platform/day-rules.ts';
import {
  ageingFinding,
  assessmentFinding,
  coverageFinding,
  endingsFinding,
  matrixFinding,
  percent,
  teamsFinding,
  treatmentFinding,
} from './findings.ts';

type Counts = Partial<Record<'none' | 'low' | 'accepted' | 'unassessed' | 'stale' | 'medium' | 'high' | 'critical', number>>;
const of = (counts: Counts) => {
  const { none = 0, low = 0, accepted = 0, unassessed = 0, stale = 0, medium = 0, high = 0, critical = 0 } = counts;
  return [none, low, accepted, unassessed, stale, medium, high, critical];
};

describe('shares', () => {
  test.each([
    [0, 0, 0],
    [0, 5, 0],
    [1, 1000, 1],
    [999, 1000, 99],
    [5, 5, 100],
    [22, 100, 22],
  ])('%d of %d is %d %%', (part, whole, share) => expect(percent(part, whole)).toBe(share));
});

describe('likelihood and impact', () => {
  const matrix = (filled: Record<string, Counts>): Matrix => ({
    cells: [1, 2, 3, 4, 5].flatMap((likelihood) =>
      [1, 2, 3, 4, 5].map((impact) => ({
        likelihood,
        impact,
        severity: likelihood * impact >= 20 ? 4 : 1,
        levels: of(filled[`${likelihood}${impact}`] ?? {}),
      })),
    ),
  });
  test('names the fullest field and its worst', () => {
    expect(matrixFinding(matrix({ 44: { critical: 14 }, 21: { low: 3 } }))).toBe('Most open risks sit at likely × severe: 14 critical');
    expect(matrixFinding(matrix({ 53: { high: 2, unassessed: 1200 } }))).toBe(
      'Most open risks sit at almost certain × important: 1,202, 2 of them high',
    );
  });
  test('claims no first where two are as full', () => {
    expect(matrixFinding(matrix({ 44: { high: 2 }, 11: { medium: 2 } }))).toBe('4 open risks, spread over likelihood and impact');
  });
  test('says when there is none', () => {
    expect(matrixFinding(matrix({}))).toBe('No risk is open');
    expect(matrixFinding(matrix({}), ['low'])).toBe('No risk has these levels');
  });
});

describe('coverage', () => {
  const coverage = (each: Record<string, number[]>): Coverage => ({
    stages: stages.map((stage) => ({ stage, coverage: each[stage] ?? [0, 0, 0, 0] })),
  });
  test('names the stage where the fewest are verified; stages without risks are none', () => {
    expect(coverageFinding(coverage({ deploy: [60, 10, 8, 22], develop: [0, 0, 50, 50] }))).toBe(
      'Controls cover least at Deployment: 22 % of risks have one verified',
    );
  });
  test.each([
    [{}, 'No risk to cover'],
    [{ deploy: [3, 0, 2, 0] }, 'No risk has a verified control yet'],
    [{ deploy: [3, 0, 2, 0], monitor: [0, 0, 0, 1] }, 'Controls cover least at Deployment: no risk there has one verified'],
    [{ deploy: [0, 0, 0, 4] }, 'Every risk has a verified control'],
  ])('%o', (each, words) => expect(coverageFinding(coverage(each))).toBe(words));
});

describe('age', () => {
  const ageing = (counts: number[]): Ageing => ({
    months: counts.map((high, index) => ({
      month: index === 0 ? null : `2026-${String(12 - counts.length + index).padStart(2, '0')}-01`,
      levels: of({ high }),
    })),
  });
  test('counts what was open before the third month back', () => {
    const answer = ageing([20, 5, 4, 2, 30, 0, 3]);
    expect(answer.months.at(-3)?.month).toBe('2026-09-01');
    expect(ageingFinding(answer)).toBe('31 open risks have been open since before September 2026: 48 % of all');
  });
  test('nothing old, and nothing at all', () => {
    expect(ageingFinding(ageing([0, 0, 0, 0, 2, 1, 1]))).toBe('All 4 open risks opened in the last three months');
    expect(ageingFinding(ageing([0, 0, 0, 0, 0, 0, 0]))).toBe('No risk is open');
  });
});

test('months are told in full', () => expect(monthName('2026-01-01')).toBe('January 2026'));

describe('time to treat', () => {
  const times = (high: number | null, critical: number | null): TreatmentTimes => ({
    months: [],
    high: { median: high, count: 1 },
    critical: { median: critical, count: 1 },
  });
  test.each([
    [18, 4.5, 'High risks take a median of 18 days to treat, critical ones 4.5 days'],
    [1, null, 'High risks take a median of 1 day to treat'],
    [null, 3, 'Critical risks take a median of 3 days to treat'],
    [null, null, 'No high or critical risk was treated in twelve months'],
  ])('high %s, critical %s', (high, critical, words) => expect(treatmentFinding(times(high, critical))).toBe(words));
});

describe('acceptances', () => {
  const ends = (...counts: number[]) => ({ endings: [7, 14, 30, 60, 90].map((days, index) => ({ days, count: counts[index] ?? 0 })) });
  test.each([
    [[0, 2, 5, 9, 9], '5 acceptances end within 30 days'],
    [[2, 2, 5, 9, 9], '5 acceptances end within 30 days, 2 of them this week'],
    [[1, 1, 1, 1, 1], '1 acceptance ends within 30 days, it this week'],
    [[0, 0, 0, 0, 3], '3 acceptances end within 90 days'],
    [[0, 0, 0, 0, 0], 'No acceptance ends within 90 days'],
  ])('%o', (counts, words) => expect(endingsFinding(ends(...counts))).toBe(words));
});

describe('assessment', () => {
  const days = (...each: [string, Counts][]): Assessment => ({
    from: '2026-08-26',
    to: '2026-11-23',
    days: each.map(([day, counts]) => ({ day, levels: of(counts) })),
  });
  test('share and pace of the last thirty days; what is stale is not done', () => {
    const answer = days(
      ['2026-11-13', { low: 400, unassessed: 600 }],
      ['2026-11-23', { low: 500, accepted: 20, stale: 30, unassessed: 450, none: 900 }],
    );
    expect(assessmentFinding(answer)).toBe('Assessment: 52 % done, about 12 a day');
  });
  test.each([
    [days(['2026-11-23', {}]), 'Nothing to assess yet'],
    [days(['2026-11-23', { low: 4, high: 1 }]), 'Assessment is complete: all 5 risks'],
    [days(['2026-11-20', { low: 1, unassessed: 9 }], ['2026-11-23', { low: 5, unassessed: 5 }]), 'Assessment: 50 % done'],
    [days(['2026-11-03', { low: 5, unassessed: 5 }], ['2026-11-23', { low: 5, unassessed: 5 }]), 'Assessment: 50 % done, at a standstill'],
    [
      days(['2026-11-03', { low: 9, unassessed: 1 }], ['2026-11-23', { low: 5, stale: 4, unassessed: 1 }]),
      'Assessment: 50 % done, and more goes out of date than is assessed',
    ],
  ])('%#', (answer, words) => expect(assessmentFinding(answer)).toBe(words));
});

describe('teams', () => {
  const team = (name: string, exposure: number, counts: Counts) => ({ key: name, name, exposure, levels: of(counts) });
  const answer = (...teams: Teams['teams']): Teams => ({ teams, total: teams.length });
  test('the first is named with its share', () => {
    expect(teamsFinding(answer(team('Fraud', 30, { high: 10 }), team('Credit', 10, { medium: 10 })))).toBe(
      'Fraud carries the most unresolved exposure: 75 % of all',
    );
  });
  test('one team, equal teams, teams without exposure, none', () => {
    expect(teamsFinding(answer(team('Fraud', 8, { high: 1, critical: 1, unassessed: 2 })))).toBe(
      'Fraud: 50 % critical or high, 50 % unassessed or stale',
    );
    expect(teamsFinding(answer(team('A', 3, { high: 1 }), team('B', 3, { unassessed: 1 })))).toBe(
      'A and B carry the most unresolved exposure',
    );
    expect(teamsFinding(answer(team('A', 0, { low: 1 }), team('B', 0, { low: 1 })))).toBe('No team carries unresolved exposure');
    expect(teamsFinding(answer())).toBe('No team has risks yet');
  });
});
