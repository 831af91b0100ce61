import { expect, it } from 'vitest';
import { csvOf } from '#components/data/charts/chart-data.ts';
import { levels } from '#lib/assets/rules.ts';
import { heatmapData, teamsData } from './part-data.ts';

// None, low, accepted, unassessed, stale, medium, high, critical.
const counts = [9, 1, 2, 3, 4, 5, 6, 7];

it('says each level for itself, the worst first, and leaves out what no threat concerns', () => {
  expect(levels).toHaveLength(counts.length);
  expect(csvOf(heatmapData([{ kind: 'model', stage: 'deploy', levels: counts }]))).toBe(
    'Kind and stage,Critical,High,Medium,Stale,Unassessed,Accepted,Low\r\n"Model, Deployment",7,6,5,4,3,2,1\r\n',
  );
});

it('names teams as they are, and never as a formula', () => {
  const team = { id: '0', key: 'sum', name: '=SUM(A1)', risks: counts, weekBefore: null };
  expect(csvOf(teamsData([team])).split('\r\n')[1]).toBe("'=SUM(A1),7,6,5,4,3,2,1");
});
