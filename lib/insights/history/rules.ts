/** Days of history. A day is one of UTC, whoever looks and wherever: "2026-11-23". Browser-safe. */

/** The UTC day on which a moment falls. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);

/** How far back a chart may look, in days. */
export const longestHistory = 400;

/** Counts by level, in the order of lib/assets/rules' levels. */
export type Levels = readonly number[];

export const noLevels: Levels = [0, 0, 0, 0, 0, 0, 0, 0];

/** The sum of several counts by level. */
export const addLevels = (counts: Iterable<Levels>): number[] => {
  const sum = [...noLevels];
  for (const each of counts) for (const [at, n] of each.entries()) sum[at] = (sum[at] ?? 0) + n;
  return sum;
};

export const totalOf = (levels: Levels): number => levels.reduce((sum, n) => sum + n, 0);
