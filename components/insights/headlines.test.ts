import { expect, it } from 'vitest';
import type { InventoryCell } from '#lib/insights/schema.ts';
import { heatmapTitle } from './headlines.ts';

const cell = (stage: InventoryCell['stage'], count: number): InventoryCell => ({
  kind: 'model',
  stage,
  count,
  unassessed: count,
  worst: 'unassessed',
});

it('says where most assets stand, and nothing of the kind where two stages are even', () => {
  expect(heatmapTitle([cell('deploy', 3), cell('monitor', 1)])).toBe('Most assets stand at deployment: 3 of 4');
  expect(heatmapTitle([cell('deploy', 3), cell('monitor', 3)])).toBe('6 active assets by kind and stage');
  expect(heatmapTitle([])).toBe('No active assets');
});
