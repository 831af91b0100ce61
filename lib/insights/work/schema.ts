/** My work: what waits for whoever asks, across reviews, gates and risks, by the day until which it is due. */
import { z } from 'zod';
import { Kind } from '#lib/assets/schema.ts';
import { workParts, workThings } from './rules.ts';

const Id = z.uuid();
export const WorkPart = z.enum(workParts);

export const WorkInput = z.strictObject({
  /** One part alone. */
  part: WorkPart.optional(),
  /** What is due in these days alone, from the beginning of the first to the end of the last in the caller's zone: a month of a calendar. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type WorkInput = z.output<typeof WorkInput>;

export const WorkItem = z.strictObject({
  part: WorkPart,
  thing: z.enum(workThings),
  id: Id,
  title: z.string(),
  /** What stands below the title: why it went stale, which control, which requirement. */
  detail: z.string(),
  href: z.string(),
  /** What it is opened within: the review of a condition, the asset of a waiver or an approval. */
  within: Id,
  /** The seat of a pool that the caller may claim. */
  seat: Id.nullable(),
  /** Of a condition: what is said over it that it is done. */
  version: z.int().nullable(),
  asset: z.strictObject({ id: Id, name: z.string(), kind: Kind }).nullable(),
  teamName: z.string(),
  /** Null where nothing is said of when. */
  dueAt: z.iso.datetime().nullable(),
  overdue: z.boolean(),
});
export type WorkItem = z.output<typeof WorkItem>;

export const WorkPage = z.strictObject({ rows: z.array(WorkItem), next: z.string().nullable() });
export type WorkPage = z.output<typeof WorkPage>;

/** How much is in each part, exactly up to 100. */
export const WorkCounts = z.strictObject({ counts: z.record(WorkPart, z.int()), most: z.int() });
export type WorkCounts = z.output<typeof WorkCounts>;
