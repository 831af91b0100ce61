/** What charts reckon: pure and browser-safe. Counts by level stand in the order of lib/assets/rules' levels. */
import { type Level, levels } from '#lib/assets/rules.ts';

/** Levels that ask for something to be done, the worst first: what nobody looked at and what is out of date among them. */
export const openLevels = ['critical', 'high', 'medium', 'stale', 'unassessed'] as const satisfies readonly Level[];
/** Levels of an assessment that holds. */
export const assessedLevels = ['critical', 'high', 'medium', 'low', 'accepted'] as const satisfies readonly Level[];

export const countOf = (counts: readonly number[], level: Level): number => counts[levels.indexOf(level)] ?? 0;
export const sumOf = (counts: readonly number[], of: readonly Level[]): number =>
  of.reduce((sum, level) => sum + countOf(counts, level), 0);

/**
 * How much each risk adds to its team's exposure. What nobody looked at counts as high, for it may be; what is out of date as medium, for a
 * stale risk was low or medium when it was known. So a team gains by assessing, never by leaving it.
 */
export const exposureWeights: Record<Level, number> = {
  critical: 5,
  high: 3,
  unassessed: 3,
  medium: 1,
  stale: 1,
  low: 0,
  accepted: 0,
  none: 0,
};

export const exposureOf = (counts: readonly number[]): number =>
  levels.reduce((sum, level) => sum + exposureWeights[level] * countOf(counts, level), 0);

/** A value and how often it occurs. */
export type Weighted = { value: number; count: number };

/** The middle of all values, each as often as it occurs; the mean of the two middle ones where their number is even. Null for none. */
export function medianOf(values: readonly Weighted[]): number | null {
  const ordered = values.filter(({ count }) => count > 0).sort((a, b) => a.value - b.value);
  const total = ordered.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const at = (place: number) => {
    let passed = 0;
    for (const { value, count } of ordered) {
      passed += count;
      if (place < passed) return value;
    }
    return ordered.at(-1)?.value ?? 0;
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

/** A month as a number: months since year 0, in UTC. The database's month_number says the same. */
export const monthNumber = (at: Date): number => at.getUTCFullYear() * 12 + at.getUTCMonth();
/** Its first day: 24323 → "2026-12-01". */
export const firstDay = (month: number): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;

/** Charts of months show so many, this one included. */
export const monthsShown = 12;
/** Charts of days show so many, today included. */
export const daysShown = 90;
/** Acceptances are counted that end within so many days. */
export const endings = [7, 14, 30, 60, 90] as const;
/** Teams are compared up to so many, those with the most exposure. */
export const teamsShown = 15;

export type Progress = { assessed: number; total: number };

/**
 * How fast assessment goes on: assessments that hold, gained a day between the first and the last day known. Null with less than a week of
 * history. Below zero where more go out of date than are made.
 */
export function paceOf(days: readonly (Progress & { day: string })[]): number | null {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const apart = (Date.parse(last.day) - Date.parse(first.day)) / 86_400_000;
  return apart < 7 ? null : (last.assessed - first.assessed) / apart;
}
