/** What a report is of. Pure; the time is passed in. */
import { addDays } from '#lib/platform/day-rules.ts';
import { utcDay } from '../history/rules.ts';

/** A report lists so many of its worst at most. */
export const listed = 200;
/** What changed is told of so many days. */
export const lookedBack = 30;

/** The day of a report and the last moment of it that is known: its end in UTC, and of today the present. Null for a day that has not begun. */
export function momentOf(date: string | undefined, now: Date): { day: string; at: Date; today: boolean } | null {
  const present = utcDay(now);
  const day = date ?? present;
  if (day > present) return null;
  const end = new Date(Date.parse(`${addDays(day, 1)}T00:00:00.000Z`) - 1);
  return { day, at: end < now ? end : now, today: day === present };
}
