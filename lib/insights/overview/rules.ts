/** What of the overview needs no database. Browser-safe. */
import { addDays } from '#lib/platform/day-rules.ts';

/** A comparison with a day that nobody recorded goes to one of so many days before it, and says which; beyond, there is none. */
export const tolerance = 3;

/** The recorded day that is so many days before another, or the nearest before that; null where none is near. Days come oldest first. */
export function recordedBefore<T extends { day: string; risks: number[] }>(
  days: readonly T[],
  day: string,
  back: number,
): { day: string; risks: number[] } | null {
  const [latest, earliest] = [addDays(day, -back), addDays(day, -back - tolerance)];
  const found = days.findLast((each) => each.day <= latest && each.day >= earliest);
  return found ? { day: found.day, risks: found.risks } : null;
}
