/** What the address of My work says: which view, which part, which month. Pure. */
import { type WorkPart, workParts } from '#lib/insights/work/rules.ts';
import { dayOf } from '#lib/platform/day-rules.ts';

export const workViews = ['table', 'board', 'calendar'] as const;
export type WorkView = (typeof workViews)[number];
export const workViewLabels: Record<WorkView, string> = { table: 'Table', board: 'Board', calendar: 'Calendar' };

/** Remembers the view last chosen in this browser. */
export const workViewCookie = 'gatehouse-work-view';

/** `part` is null for everything; a board shows every part in columns of its own. */
export type WorkState = { view: WorkView; part: WorkPart | null; month: string };

type Params = Record<string, string | string[] | undefined>;
const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((each) => each === value);

/** Where nothing is said: what waits in a table, everything in a calendar of this month. */
export function parseWorkState(params: Params, remembered: string | undefined, at: Date, timeZone: string): WorkState {
  const view = oneOf(workViews, params['view']) ?? oneOf(workViews, remembered) ?? 'table';
  const usual = view === 'table' ? 'waiting' : null;
  const part = params['part'] === 'all' || view === 'board' ? null : (oneOf(workParts, params['part']) ?? usual);
  const month = typeof params['month'] === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(params['month']) ? params['month'] : null;
  return { view, part, month: month ?? dayOf(at.toISOString(), timeZone).slice(0, 7) };
}

/** The address of a state, always with its view: it can be shared. */
export function workAddress({ view, part, month }: { view: WorkView; part?: WorkPart | null; month?: string }): string {
  const query = new URLSearchParams({ view });
  if (part !== undefined && view !== 'board') query.set('part', part ?? 'all');
  if (month && view === 'calendar') query.set('month', month);
  return `/work?${query}`;
}
