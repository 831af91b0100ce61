/** Schedules in plain words: every so many weeks, months, quarters or years on these days. Pure and browser-safe; times/rules.ts reckons. */
import type { Subject } from '../rules.ts';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export const weekdayLabels: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
export const monthLabels = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const units = ['week', 'month', 'quarter', 'year'] as const;
export type Unit = (typeof units)[number];

/** A day of the month by its number (-1: the last), or the nth day of the week in it (-1: the last). */
export type MonthDay = { by: 'day'; day: number } | { by: 'weekday'; nth: number; weekday: Weekday };
export type Recurrence =
  | { unit: 'week'; every: number; weekdays: readonly Weekday[] }
  | { unit: 'month' | 'quarter'; every: number; on: MonthDay }
  /** `month`: 1–12. */
  | { unit: 'year'; every: number; month: number; on: MonthDay };

export const nths = [1, 2, 3, 4, -1] as const;
export const nthLabels: Record<number, string> = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', [-1]: 'last' };

const part = (name: string, value: number | string) => `;${name}=${value}`;
const dayParts = (on: MonthDay) => (on.by === 'day' ? part('BYMONTHDAY', on.day) : part('BYDAY', `${on.nth}${on.weekday}`));

/** The rule of RFC 5545 that plain words mean. A quarter is three months, counted from the start. */
export function ruleOf(recurrence: Recurrence): string {
  const { unit, every } = recurrence;
  const interval = unit === 'quarter' ? every * 3 : every;
  const head = `FREQ=${unit === 'week' ? 'WEEKLY' : unit === 'year' ? 'YEARLY' : 'MONTHLY'}${interval > 1 ? part('INTERVAL', interval) : ''}`;
  if (recurrence.unit === 'week') return `${head}${part('BYDAY', weekdays.filter((day) => recurrence.weekdays.includes(day)).join(','))}`;
  if (recurrence.unit === 'year') return `${head}${part('BYMONTH', recurrence.month)}${dayParts(recurrence.on)}`;
  return `${head}${dayParts(recurrence.on)}`;
}

/** The plain words of a rule that has any; null for one that only RFC 5545 can say. */
export function recurrenceOf(rule: string): Recurrence | null {
  const parts = new Map(rule.split(';').map((each) => each.split('=') as [string, string]));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTH', 'BYMONTHDAY']);
  if ([...parts.keys()].some((name) => !known.has(name)) || !Number.isInteger(every)) return null;
  const [byDay, byMonthDay, byMonth] = [parts.get('BYDAY'), parts.get('BYMONTHDAY'), parts.get('BYMONTH')];
  if (parts.get('FREQ') === 'WEEKLY') {
    const days = (byDay ?? '').split(',');
    const plain = byMonth === undefined && byMonthDay === undefined && days.every((day) => weekdays.includes(day as Weekday));
    return plain ? { unit: 'week', every, weekdays: days as Weekday[] } : null;
  }
  const on = monthDayOf(byDay, byMonthDay);
  if (!on) return null;
  if (parts.get('FREQ') === 'YEARLY')
    return byMonth && /^\d{1,2}$/.test(byMonth) ? { unit: 'year', every, month: Number(byMonth), on } : null;
  if (parts.get('FREQ') !== 'MONTHLY' || byMonth !== undefined) return null;
  return every % 3 === 0 ? { unit: 'quarter', every: every / 3, on } : { unit: 'month', every, on };
}

function monthDayOf(byDay: string | undefined, byMonthDay: string | undefined): MonthDay | null {
  if (byDay !== undefined && byMonthDay === undefined) {
    const [, nth, weekday] = /^([+-]?\d+)(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay) ?? [];
    return nth && weekday && Number(nth) in nthLabels ? { by: 'weekday', nth: Number(nth), weekday: weekday as Weekday } : null;
  }
  if (byDay !== undefined || byMonthDay === undefined) return null;
  return /^(-1|[1-9]|[12]\d|3[01])$/.test(byMonthDay) ? { by: 'day', day: Number(byMonthDay) } : null;
}

/** "Every 2 weeks on Monday and Thursday"; of a rule without plain words, the rule. */
export function ruleWords(rule: string): string {
  const recurrence = recurrenceOf(rule);
  if (!recurrence) return rule;
  const { unit, every } = recurrence;
  const often = every === 1 ? `Every ${unit}` : `Every ${every} ${unit}s`;
  if (recurrence.unit === 'week') return `${often} on ${listed(recurrence.weekdays.map((day) => weekdayLabels[day]))}`;
  const day = monthDayWords(recurrence.on);
  if (recurrence.unit === 'year') return `${often} on ${day} of ${monthLabels[recurrence.month - 1]}`;
  return `${often} on ${day}`;
}

const monthDayWords = (on: MonthDay) =>
  on.by === 'weekday' ? `the ${nthLabels[on.nth]} ${weekdayLabels[on.weekday]}` : on.day === -1 ? 'the last day' : `day ${on.day}`;

const listed = (words: readonly string[]) => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);

/** What a schedule can ask about by itself: assets as they stand, and the access of a team's people. */
export const scheduleSubjects = ['version', 'dataset', 'change', 'access'] as const satisfies Subject[];
export const isScheduled = (subject: Subject): boolean => (scheduleSubjects as readonly Subject[]).includes(subject);

/** As it is kept: "DTSTART:20260105T090000" and "RRULE:FREQ=…", a line each; the time zone stands beside. */
export const keptRule = ({ rule, start }: { rule: string; start: string }): string =>
  `DTSTART:${start.replace(/[-:]/g, '')}00\nRRULE:${rule}`;

/** The reverse of keptRule. */
export function ruleKept(kept: string): { rule: string; start: string } {
  const [, year, month, day, hour, minute] = /DTSTART:(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})/.exec(kept) ?? [];
  return { rule: /RRULE:(.*)$/m.exec(kept)?.[1] ?? '', start: `${year}-${month}-${day}T${hour}:${minute}` };
}

/** A rule as somebody pasted it: without its name, in capitals, without space. */
export const cleanRule = (text: string): string =>
  text
    .trim()
    .replace(/^RRULE:/i, '')
    .replace(/\s+/g, '')
    .replace(/;$/, '')
    .toUpperCase();
