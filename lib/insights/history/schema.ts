/**
 * History: how each UTC day ended, as it was known then. A day that nobody wrote down is a gap, which is told and never filled.
 */
import { z } from 'zod';
import { Kind } from '#lib/assets/schema.ts';
import { longestHistory } from './rules.ts';

/** Counts by level, in the order of the API's levels: none, low, accepted, unassessed, stale, medium, high, critical. */
export const LevelCounts = z.array(z.number().int()).length(8);

export const HistoryInput = z.strictObject({
  days: z.coerce.number().int().min(1).max(longestHistory).default(90),
  /** The key of a team; without it, all that the reader sees. */
  team: z.string().max(120).optional(),
  kind: Kind.optional(),
});
export type HistoryInput = z.output<typeof HistoryInput>;

export const HistoryDay = z.strictObject({
  day: z.iso.date(),
  assets: LevelCounts,
  risks: LevelCounts,
  /** Risks by the best of their safeguards: none, planned, implemented, verified. */
  coverage: z.array(z.number().int()).length(4),
  /** Versions registered on the day. */
  releases: z.number().int(),
  /** Incidents raised on the day. */
  incidents: z.number().int(),
});
export type HistoryDay = z.infer<typeof HistoryDay>;

export const History = z.strictObject({
  /** From the first day asked for to today, in UTC. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** The days that were written down, oldest first; any other between the two is a gap. Today is as it stands now. */
  days: z.array(HistoryDay),
});
export type History = z.infer<typeof History>;
