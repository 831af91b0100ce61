/** What the numbers say, in a sentence: the title of a chart. */
import { type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import type { InventoryCell } from '#lib/insights/schema.ts';

/** "Most assets stand at Monitoring: 24 of 88"; without a clear first, how many there are. */
export function heatmapTitle(cells: readonly InventoryCell[]): string {
  const total = cells.reduce((sum, cell) => sum + cell.count, 0);
  const byStage = stages
    .map((stage: Stage) => ({ stage, count: cells.filter((cell) => cell.stage === stage).reduce((sum, cell) => sum + cell.count, 0) }))
    .sort((a, b) => b.count - a.count);
  const [first, second] = byStage;
  if (!first || first.count === 0) return 'No active assets';
  if (first.count === second?.count) return `${total.toLocaleString('en-GB')} active assets by kind and stage`;
  return `Most assets stand at ${stageLabels[first.stage].toLowerCase()}: ${first.count.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`;
}
