/** The report of posture: what was known at the end of a UTC day, in a scope, for printing and for keeping. */
import { z } from 'zod';
import { Id, Kind, Level, Stage } from '#lib/assets/schema.ts';
import { Treatment } from '#lib/risks/register/schema.ts';
import { LevelCounts } from '../history/schema.ts';
import { HeatCell, Movement } from '../overview/schema.ts';

export const PostureInput = z.strictObject({
  /** A UTC day, today where it is left out. */
  date: z.iso.date('a day such as 2026-11-23').optional(),
  /** The key of a team; without it, all that the reader sees. */
  team: z.string().max(120).optional(),
  kind: Kind.optional(),
});
export type PostureInput = z.output<typeof PostureInput>;

const Coverage = z.array(z.number().int()).length(4);

/** Counts as they stood at the end of a day. */
const Figures = z.strictObject({
  /** When they were written down; of today, now. */
  recordedAt: z.iso.datetime(),
  assets: LevelCounts,
  risks: LevelCounts,
  /** Risks by the best of their safeguards: none, planned, implemented, verified. */
  coverage: Coverage,
  cells: z.array(HeatCell),
  teams: z.array(z.strictObject({ name: z.string(), assets: LevelCounts, risks: LevelCounts })),
});

export const ReportedRisk = z.strictObject({
  id: Id,
  assetName: z.string(),
  teamName: z.string(),
  kind: Kind,
  threat: z.string(),
  stage: Stage,
  level: Level,
  likelihood: z.number().int(),
  impact: z.number().int(),
  ownerName: z.string().nullable(),
  treatment: Treatment.nullable(),
  dueAt: z.iso.datetime().nullable(),
  /** An acceptance that was in force, although the risk had risen past it. */
  acceptedUntil: z.iso.datetime().nullable(),
});
export type ReportedRisk = z.infer<typeof ReportedRisk>;

export const ReportedAcceptance = z.strictObject({
  id: Id,
  riskId: Id,
  assetName: z.string(),
  teamName: z.string(),
  threat: z.string(),
  stage: Stage,
  /** What was borne at most. */
  severity: Level,
  until: z.iso.datetime(),
  reason: z.string(),
  deciderName: z.string().nullable(),
});
export type ReportedAcceptance = z.infer<typeof ReportedAcceptance>;

const listOf = <T extends z.ZodType>(each: T) => z.strictObject({ rows: z.array(each), more: z.boolean() });

export const Posture = z.strictObject({
  date: z.iso.date(),
  /** The moment that the lists are of: the end of the day; of today, now. */
  asOf: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  /** Where this Gatehouse stands: its public host. */
  place: z.string(),
  scope: z.strictObject({
    team: z.strictObject({ key: z.string(), name: z.string() }).nullable(),
    kind: Kind.nullable(),
    /** The teams it is about; null for every team of the organisation. */
    teams: z.array(z.string()).nullable(),
  }),
  /** Null where nobody wrote that day down. */
  figures: Figures.nullable(),
  /** The recorded days nearest to one that is a gap. */
  nearest: z.strictObject({ before: z.iso.date().nullable(), after: z.iso.date().nullable() }),
  /** Thirty days earlier, or the nearest day before that. */
  earlier: z.strictObject({ day: z.iso.date(), assets: LevelCounts, risks: LevelCounts }).nullable(),
  /** In the thirty days up to the date. */
  releases: z.number().int(),
  incidents: z.number().int(),
  moved: z.array(Movement),
  /** High and critical risks, the worst first. */
  risks: listOf(ReportedRisk),
  acceptances: listOf(ReportedAcceptance),
});
export type Posture = z.infer<typeof Posture>;
