import { createHash } from 'node:crypto';

const day = 86_400_000;
const minute = 60_000;

/** The same number for the same words, from 0 up to but not including `below`. */
export function numberFrom(words: string, below: number): number {
  return createHash('sha256').update(words).digest().readUInt32BE(0) % below;
}

/**
 * A moment in working hours (8 to 17 UTC) about `daysAgo` days before `now`, always before it; weekends count as the Friday before.
 * `words` choose the minute, so that loading twice gives the same day the same times.
 */
export function momentOf(now: Date, daysAgo: number, words: string): Date {
  const midnight = Math.floor(now.getTime() / day) * day - Math.max(daysAgo, 1) * day;
  const weekday = new Date(midnight).getUTCDay();
  const friday = midnight - (weekday === 6 ? day : weekday === 0 ? 2 * day : 0);
  return new Date(friday + 8 * 60 * minute + numberFrom(words, 9 * 60 * 60) * 1000);
}

/** The latest of `moments`, and a few minutes more: what follows from something does not come before it. */
export function after(words: string, ...moments: Date[]): Date {
  return new Date(Math.max(...moments.map((moment) => moment.getTime())) + (2 + numberFrom(words, 12)) * minute);
}

/** Whichever is later. */
export function latest(...moments: Date[]): Date {
  return new Date(Math.max(...moments.map((moment) => moment.getTime())));
}
