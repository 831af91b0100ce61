/** When people are reminded of what is due, and of what is overdue. Pure; days are texts, moments ISO times. */
import { addWorkingDays, dayOf, hourOf, workingDayFrom } from '#lib/platform/day-rules.ts';

/** In this order; a later one takes the place of those before it. */
export const phases = ['before', 'on', 'after', 'escalated'] as const;
export type Phase = (typeof phases)[number];

/** Working days before and after the day on which something is due. */
const away: Record<Phase, number> = { before: -2, on: 0, after: 1, escalated: 3 };
/** The hour of the person's day. */
const hour = 8;
/** What was missed for longer, in milliseconds, is not told any more: a server that was off for weeks does not tell of them all. */
const longestLate = 4 * 86_400_000;

/** The day on which it is due in a zone, and each phase's moment: on working days alone, so that a reminder of a Sunday comes on the Friday before. */
export function momentsOf(dueAt: Date, timeZone: string, holidays: ReadonlySet<string>): { dueDay: string; at: Record<Phase, Date> } {
  const dueDay = dayOf(dueAt.toISOString(), timeZone);
  const onDay = workingDayFrom(dueDay, holidays, -1);
  const at = (phase: Phase) => {
    const from = away[phase] > 0 ? dueDay : onDay;
    return new Date(hourOf(away[phase] === 0 ? onDay : addWorkingDays(from, away[phase], holidays), hour, timeZone));
  };
  return { dueDay, at: { before: at('before'), on: at('on'), after: at('after'), escalated: at('escalated') } };
}

export type Due = { dueAt: Date; since: Date };

/**
 * Of which phase somebody should have been told by now: the latest that has come, unless it had come before they were asked at all, or is long ago.
 * @param of those that concern this person: the escalation concerns others
 */
export function phaseNow(
  { dueAt, since }: Due,
  timeZone: string,
  holidays: ReadonlySet<string>,
  now: Date,
  of: readonly Phase[],
): { phase: Phase; dueDay: string } | null {
  const { dueDay, at } = momentsOf(dueAt, timeZone, holidays);
  const phase = of.findLast((each) => at[each] <= now);
  if (!phase || at[phase] < since || now.getTime() - at[phase].getTime() > longestLate) return null;
  return { phase, dueDay };
}

/** What a reminder says of a thing ("The review of fraud-scorer"). `day` is told to its reader as they tell days. */
export const reminderTitle = (thing: string, phase: Phase, day: string): string =>
  ({
    before: `${thing} is due on ${day}`,
    on: `${thing} is due today`,
    after: `${thing} was due on ${day}`,
    escalated: `${thing} is overdue since ${day}`,
  })[phase];
