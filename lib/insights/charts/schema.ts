/**
 * The numbers behind the charts of the insights page: one question each, all cut by the same filters and to the teams of the reader.
 */
import { z } from 'zod';
import { Kind, Level, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';

const count = z.number().int();

/** Several values are separated by commas and mean "any of these". */
export const InsightFilter = z.strictObject({
  /** Keys of teams. */
  team: several(z.string()).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
});
export type InsightFilter = z.output<typeof InsightFilter>;
export const LevelFilter = InsightFilter.extend({ level: several(Level).optional() });
export type LevelFilter = z.output<typeof LevelFilter>;
export type InsightQuery = z.input<typeof LevelFilter>;

/** Counts by level, in the order of the API's levels: none, low, accepted, unassessed, stale, medium, high, critical. */
const LevelCounts = z.array(count).length(8);

export const MatrixCell = z.strictObject({
  likelihood: z.number().int().min(1).max(5),
  impact: z.number().int().min(1).max(5),
  /** 1 low … 4 critical, by the organisation's matrix. */
  severity: z.number().int().min(1).max(4),
  levels: LevelCounts,
});
export type MatrixCell = z.infer<typeof MatrixCell>;
/** 25 cells. */
export const Matrix = z.strictObject({ cells: z.array(MatrixCell).length(25) });
export type Matrix = z.infer<typeof Matrix>;

/** Risks of a stage by the best of their safeguards: none, planned, implemented, verified. */
export const StageCoverage = z.strictObject({ stage: Stage, coverage: z.array(count).length(4) });
export type StageCoverage = z.infer<typeof StageCoverage>;
export const Coverage = z.strictObject({ stages: z.array(StageCoverage).length(6) });
export type Coverage = z.infer<typeof Coverage>;

export const AgeMonth = z.strictObject({
  /** The first day of the month in which they opened (UTC); null for all before the months shown. */
  month: z.iso.date().nullable(),
  levels: LevelCounts,
});
export type AgeMonth = z.infer<typeof AgeMonth>;
/** Oldest first. */
export const Ageing = z.strictObject({ months: z.array(AgeMonth) });
export type Ageing = z.infer<typeof Ageing>;

/** The median days from opening to treatment, and of how many; null where none was treated. */
const Median = z.strictObject({ median: z.number().nullable(), count });
export const TreatmentMonth = z.strictObject({ month: z.iso.date(), high: Median, critical: Median });
export type TreatmentMonth = z.infer<typeof TreatmentMonth>;
export const TreatmentTimes = z.strictObject({ months: z.array(TreatmentMonth), high: Median, critical: Median });
export type TreatmentTimes = z.infer<typeof TreatmentTimes>;

/** How many granted acceptances end within so many days: each number holds the smaller ones. */
export const Endings = z.strictObject({ endings: z.array(z.strictObject({ days: count, count })) });
export type Endings = z.infer<typeof Endings>;

export const AssessmentDay = z.strictObject({ day: z.iso.date(), levels: LevelCounts });
export type AssessmentDay = z.infer<typeof AssessmentDay>;
/** The days that were written down, oldest first, and today as it stands now. */
export const Assessment = z.strictObject({ from: z.iso.date(), to: z.iso.date(), days: z.array(AssessmentDay) });
export type Assessment = z.infer<typeof Assessment>;

export const TeamExposure = z.strictObject({
  key: z.string(),
  name: z.string(),
  levels: LevelCounts,
  /** The sum of its risks' weights: critical 5, high 3, unassessed 3, medium 1, stale 1, low and accepted 0. */
  exposure: count,
});
export type TeamExposure = z.infer<typeof TeamExposure>;
/** The teams with the most exposure, the most first. */
export const Teams = z.strictObject({ teams: z.array(TeamExposure), total: count });
export type Teams = z.infer<typeof Teams>;
