/**
 * The overview: what asks for attention first, of all that the reader may see. Counts come from tallies and recorded days; lists are a few rows
 * each. What nobody assessed is counted as its own state everywhere.
 */
import { z } from 'zod';
import { Id, Kind, Level, Stage } from '#lib/assets/schema.ts';
import { HistoryDay, LevelCounts } from '../history/schema.ts';

/** Counted to 1,000; beyond, `more` is true. */
export const Capped = z.strictObject({ total: z.number().int(), more: z.boolean() });
export type Capped = z.infer<typeof Capped>;

/** As it was at the end of a recorded day. */
const Then = z.strictObject({ day: z.iso.date(), risks: LevelCounts });

export const HeatCell = z.strictObject({ kind: Kind, stage: Stage, levels: LevelCounts });
export type HeatCell = z.infer<typeof HeatCell>;

export const WorstAsset = z.strictObject({
  id: Id,
  name: z.string(),
  kind: Kind,
  teamName: z.string(),
  level: Level,
  /** The level at each of the six stages, in their order. */
  levels: z.array(Level).length(6),
  criticality: z.number().int(),
});
export type WorstAsset = z.infer<typeof WorstAsset>;

/** Risks of one asset that moved together: from one level to another, within a minute, through one cause. */
export const Movement = z.strictObject({
  assetId: Id,
  assetName: z.string(),
  kind: Kind,
  teamName: z.string(),
  /** How many risks; `riskId` and `threat` name one of them. */
  count: z.number().int(),
  riskId: Id,
  threat: z.string(),
  from: Level,
  to: Level,
  at: z.iso.datetime(),
  /** The event that caused it, or "time.passed". */
  cause: z.string(),
  /** Null where nobody acted, or nobody knows them any more. */
  actorName: z.string().nullable(),
});
export type Movement = z.infer<typeof Movement>;

export const TeamStanding = z.strictObject({
  id: Id,
  key: z.string(),
  name: z.string(),
  risks: LevelCounts,
  /** Its risks about a week before; null where no day was recorded then. */
  weekBefore: LevelCounts.nullable(),
});
export type TeamStanding = z.infer<typeof TeamStanding>;

export const Due = z.strictObject({
  risksOverdue: Capped,
  /** Within the next 7 days. */
  risksSoon: Capped,
  safeguardsOverdue: Capped,
  evidenceExpired: Capped,
  /** Within the next 30 days. */
  evidenceExpiring: Capped,
  acceptancesEnding: Capped,
  acceptancesRequested: Capped,
});
export type Due = z.infer<typeof Due>;

export const Mine = z.strictObject({
  assets: LevelCounts,
  risks: LevelCounts,
  risksOverdue: z.number().int(),
  /** Planned ones, and those of them past their due date. */
  safeguardsPlanned: z.number().int(),
  safeguardsOverdue: z.number().int(),
  /** The open risks that ask first: by due date, then by level. */
  next: z.array(
    z.strictObject({
      id: Id,
      assetName: z.string(),
      threat: z.string(),
      stage: Stage,
      level: Level,
      dueAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type Mine = z.infer<typeof Mine>;

export const Overview = z.strictObject({
  /** The present day, in UTC. */
  day: z.iso.date(),
  assets: z.strictObject({ levels: LevelCounts, cells: z.array(HeatCell) }),
  risks: z.strictObject({
    levels: LevelCounts,
    /** About 7 and 30 days before; null where no day was recorded then. */
    week: Then.nullable(),
    month: Then.nullable(),
  }),
  /** Ninety days, oldest first, today as it stands now; a day that is missing is a gap. */
  history: z.array(HistoryDay.pick({ day: true, risks: true, releases: true, incidents: true })),
  worst: z.array(WorstAsset),
  moved: z.array(Movement),
  teams: z.array(TeamStanding),
  due: Due,
  mine: Mine,
  /** Where nothing is assessed: the asset to begin with. */
  firstStep: z.strictObject({ assetId: Id, assetName: z.string(), risks: z.number().int() }).nullable(),
});
export type Overview = z.infer<typeof Overview>;
