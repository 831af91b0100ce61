/** Of which moment a look back is. Pure; the time is passed in. */
import { addDays } from '#lib/platform/day-rules.ts';

/** The day of a look back and the last moment of it that is known: its end in UTC, and of today the present. Null for a day that has not begun. */
export function momentOf(date: string | undefined, now: Date): { day: string; at: Date; today: boolean } | null {
  const present = now.toISOString().slice(0, 10);
  const day = date ?? present;
  if (day > present) return null;
  const end = new Date(Date.parse(`${addDays(day, 1)}T00:00:00.000Z`) - 1);
  return { day, at: end < now ? end : now, today: day === present };
}
