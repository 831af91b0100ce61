/** The numbers of the overview's own drawings, as a chart's are told: for their files. Pure. */
import type { ChartData } from '#components/data/charts/chart-data.ts';
import { kindLabels, levelLabels, levels, stageLabels } from '#lib/assets/rules.ts';
import type { HeatCell, TeamStanding } from '#lib/insights/overview/schema.ts';
import { countOf } from './findings.ts';

const shown = levels.filter((level) => level !== 'none').toReversed();
const series = shown.map((level) => ({ key: level, label: levelLabels[level], look: level }));

/** A row for each kind and stage that a threat concerns, a column for each level: unassessed beside low, never in it. */
export const heatmapData = (cells: readonly HeatCell[]): ChartData => ({
  rowLabel: 'Kind and stage',
  unit: ['asset', 'assets'],
  series,
  rows: cells.map(({ kind, stage, levels: counts }) => ({
    key: `${kind}:${stage}`,
    label: `${kindLabels[kind]}, ${stageLabels[stage]}`,
    values: shown.map((level) => countOf(counts, level)),
  })),
});

/** A row for each team, with all of its levels. */
export const teamsData = (teams: readonly TeamStanding[]): ChartData => ({
  rowLabel: 'Team',
  unit: ['risk', 'risks'],
  series,
  rows: teams.map(({ id, name, risks }) => ({ key: id, label: name, values: shown.map((level) => countOf(risks, level)) })),
});
