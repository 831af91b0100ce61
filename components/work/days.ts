/** Work under the days until which it is due, and the days of a month's page of a calendar. Pure; days are those of the viewer's zone. */
import type { WorkItem } from '#lib/insights/work/schema.ts';
import { addDays, dayOf, weekdayOf } from '#lib/platform/day-rules.ts';

export const buckets = ['overdue', 'stale', 'today', 'week', 'later', 'none'] as const;
export type Bucket = (typeof buckets)[number];
export const bucketLabels: Record<Bucket, string> = {
  overdue: 'Overdue',
  stale: 'Went stale',
  today: 'Today',
  week: 'This week',
  later: 'Later',
  none: 'Without a day',
};

type Dated = Pick<WorkItem, 'part' | 'dueAt' | 'overdue'>;

/** Under which heading a thing stands; a week ends on its Sunday. */
export function bucketOf({ part, dueAt, overdue }: Dated, today: string, timeZone: string): Bucket {
  if (part === 'stale') return 'stale';
  if (dueAt === null) return 'none';
  if (overdue) return 'overdue';
  const day = dayOf(dueAt, timeZone);
  if (day <= today) return 'today';
  return day <= addDays(today, 7 - weekdayOf(today)) ? 'week' : 'later';
}

/** In the order of urgency; within a heading in the order given. */
export function byBucket<T extends Dated>(items: readonly T[], today: string, timeZone: string): { bucket: Bucket; items: T[] }[] {
  const grouped = Map.groupBy(items, (item) => bucketOf(item, today, timeZone));
  return buckets.flatMap((bucket) => ({ bucket, items: grouped.get(bucket) ?? [] })).filter(({ items: some }) => some.length > 0);
}

/** Things by the day on which they are due. */
export const byDueDay = <T extends Dated>(items: readonly T[], timeZone: string): ReadonlyMap<string, T[]> =>
  Map.groupBy(
    items.filter((item): item is T & { dueAt: string } => item.dueAt !== null),
    ({ dueAt }) => dayOf(dueAt, timeZone),
  );

/** The weeks that a month ("2026-11") touches, from Monday to Sunday. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weeks: string[][] = [];
  for (let monday = addDays(first, 1 - weekdayOf(first)); monday <= lastOf(month); monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(monday, at)));
  return weeks;
}

/** The last day of a month. */
export const lastOf = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1);

/** So many months after a month, or before it where negative. */
export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 15)).toISOString().slice(0, 7);
}

/** The same day of another month, or its last where it has fewer. */
export function sameDayIn(month: string, day: string): string {
  const wanted = `${month}-${day.slice(8)}`;
  return wanted > lastOf(month) ? lastOf(month) : wanted;
}

/**
 * The last day of which all is known, out of what came of a month: '' where nothing can be said of any day, null where everything is known.
 * `all`: it has every part of the work; `more`: it ends before the month does.
 */
export const knownUntil = (days: ReadonlyMap<string, unknown>, { all, more }: { all: boolean; more: boolean }): string | null =>
  all ? (more ? ([...days.keys()].at(-1) ?? '') : null) : '';
