import { describe, expect, it } from 'vitest';
import type { Levels } from '#lib/insights/history/rules.ts';
import type { Due, HeatCell, Movement, TeamStanding } from '#lib/insights/overview/schema.ts';
import {
  changeOf,
  dueTitle,
  heatmapTitle,
  knownTitle,
  movedTitle,
  summary,
  teamsInOrder,
  teamsTitle,
  trendTitle,
  whyWords,
  worstTitle,
} from './findings.ts';
import { chartOf } from './level-trend.tsx';

/** Counts by name; the rest is none. */
const counts = (given: Partial<Record<'low' | 'unassessed' | 'stale' | 'medium' | 'high' | 'critical', number>>): number[] => {
  const { low = 0, unassessed = 0, stale = 0, medium = 0, high = 0, critical = 0 } = given;
  return [0, low, 0, unassessed, stale, medium, high, critical];
};
const cell = (stage: HeatCell['stage'], levels: Levels): HeatCell => ({ kind: 'model', stage, levels: [...levels] });

describe('what the numbers say', () => {
  it('compares in words', () => {
    expect(changeOf(5, 2)).toEqual({ way: 'more', words: '3 more' });
    expect(changeOf(2, 2).way).toBe('same');
    const week = { day: '2026-11-16', risks: counts({ high: 1 }) };
    expect(summary(counts({ high: 2, critical: 1 }), week)).toBe('3 risks are high or critical, 2 more than on 16 Nov.');
    expect(summary(counts({ high: 1 }), null)).toContain('nobody recorded');
    expect(summary(counts({ unassessed: 9 }), week)).toBe('No risk is known to be high or critical, 1 fewer than on 16 Nov.');
  });

  it('names the stage with the most assets at the worst level, and never calls unknown safe', () => {
    const cells = [cell('deploy', counts({ critical: 1, high: 9 })), cell('monitor', counts({ critical: 2 }))];
    expect(heatmapTitle(cells)).toBe('Monitoring is worst: 2 assets are critical there');
    expect(heatmapTitle([cell('deploy', counts({ unassessed: 4, low: 1 }))])).toBe(
      'No asset is known to be at medium or above, and not all are assessed',
    );
    expect(worstTitle(counts({ unassessed: 4 }))).toBe('No asset is known to be at medium or above');
    expect(knownTitle(counts({ unassessed: 2, stale: 1, low: 5 }))).toBe('3 of 8 risks are unassessed or stale');
    expect(knownTitle(counts({ low: 5 }))).toBe('All 5 risks are assessed and current');
  });

  it('tells where the trend went, and that a history just begins', () => {
    const days = [
      { day: '2026-08-25', risks: counts({ high: 4 }) },
      { day: '2026-11-23', risks: counts({ high: 1, critical: 1 }) },
    ];
    expect(trendTitle(days)).toBe('High and critical risks fell from 4 to 2 since 25 Aug');
    expect(trendTitle(days.slice(1))).toBe('2 risks are high or critical; history begins today');
    expect(trendTitle([{ day: '2026-11-23', risks: counts({ unassessed: 3 }) }])).toBe(
      'No risk is known to be high or critical; history begins today',
    );
  });

  it('tells what moved and what is overdue', () => {
    const moved = [{ assetName: 'Scorer', from: 'medium', to: 'critical' }] as unknown as Movement[];
    expect(movedTitle(moved)).toBe('Scorer moved most: medium to critical');
    expect(movedTitle([])).toContain('Nothing moved');
    const none = { total: 0, more: false };
    const due: Due = {
      ...{ risksOverdue: none, risksSoon: none, safeguardsOverdue: none, evidenceExpired: none },
      ...{ evidenceExpiring: none, acceptancesEnding: none, acceptancesRequested: none },
    };
    expect(dueTitle(due)).toBe('Nothing is overdue or due soon');
    expect(dueTitle({ ...due, risksOverdue: { total: 1, more: false } })).toBe('1 risk is overdue');
    expect(dueTitle({ ...due, risksOverdue: { total: 1000, more: true }, safeguardsOverdue: { total: 2, more: false } })).toBe(
      '1,000+ risks and 2 safeguards are overdue',
    );
    expect(dueTitle({ ...due, evidenceExpired: { total: 1, more: false } })).toBe(
      'Nothing is overdue; evidence of 1 safeguard has expired',
    );
  });

  it('orders teams by what is bad, and of equals by what is not known', () => {
    const team = (name: string, risks: Levels) => ({ name, risks: [...risks] }) as unknown as TeamStanding;
    const teams = [team('Calm', counts({ low: 9 })), team('Unknown', counts({ unassessed: 9 })), team('Bad', counts({ high: 1 }))];
    expect(teamsInOrder(teams).map((each) => each.name)).toEqual(['Bad', 'Unknown', 'Calm']);
    expect(teamsTitle(teams)).toBe('Bad has the most high and critical risks: 1');
    expect(teamsTitle(teams.slice(0, 2))).toContain('that is known');
  });

  it('says why: who did what, or that time passed', () => {
    const moved = { count: 1, threat: 'Model theft', actorName: 'Inês' };
    expect(whyWords({ ...moved, cause: 'risk.assessed' })).toBe('Model theft: Inês assessed the risk');
    expect(whyWords({ ...moved, count: 6, cause: 'time.passed' })).toBe('6 risks: time passed');
    expect(whyWords({ ...moved, actorName: null, cause: 'signal.raised' })).toContain('Model theft: Gatehouse raised');
  });
});

it('draws each day in between, one that nobody recorded without values', () => {
  const { data } = chartOf([
    ['2026-10-24', counts({ high: 1 }), 0, 0],
    ['2026-10-26', counts({ high: 2 }), 2, 1],
  ]);
  expect(data.rows.map((row) => row.key)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  expect(data.rows.map((row) => row.values[5])).toEqual([1, null, 2]);
  expect(data.rows.map((row) => row.markers)).toEqual([
    [],
    [],
    [
      { look: 'critical', label: '1 incident', href: '/assets?status=active,retired&incidentOn=2026-10-26' },
      { look: 'accent', label: '2 releases', href: '/assets?status=active,retired&releasedOn=2026-10-26' },
    ],
  ]);
});
