/** The feed of somebody's work for a calendar elsewhere: one a person, opened by a token that is told once and kept as its SHA-256. */
import { z } from 'zod';

const Time = z.iso.datetime();

export const CalendarFeed = z.strictObject({
  createdAt: Time,
  /** When a calendar last asked for it, to the minute; null before the first time. */
  usedAt: Time.nullable(),
});
/** Null where there is none. */
export const OwnFeed = z.strictObject({ feed: CalendarFeed.nullable() });
export type OwnFeed = z.output<typeof OwnFeed>;

export const MadeFeed = z.strictObject({
  /** What a calendar subscribes to. Whoever has it reads the feed. */
  address: z.url(),
  createdAt: Time,
});
export type MadeFeed = z.output<typeof MadeFeed>;

/** In the query, for paths are logged. */
export const FeedInput = z.strictObject({ token: z.string().min(1).max(200) });
export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(ReadableStream) });
