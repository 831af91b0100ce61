/** When a schedule comes round: rules of RFC 5545 in a time zone, read by rrule-temporal. Pure; not for the browser, which it would weigh down. */
import { RRuleTemporal } from 'rrule-temporal';

/** A rule ("FREQ=MONTHLY;BYDAY=1MO"), the local time of its first day, and where that time is meant: "2026-01-05T09:00" in Europe/Berlin. */
export type Timing = { rule: string; start: string; timeZone: string };

/** How many days, weeks, months or years are looked through for the next time: about a century, and no longer than a person waits. */
const mostSteps: Readonly<Record<string, number>> = { DAILY: 36_600, WEEKLY: 5_300, MONTHLY: 1_200, YEARLY: 100 };

const basic = (start: string) => `${start.replace(/[-:]/g, '').padEnd(15, '0')}`;

function read({ rule, start, timeZone }: Timing): RRuleTemporal {
  const rruleString = `DTSTART;TZID=${timeZone}:${basic(start)}\nRRULE:${rule}`;
  return new RRuleTemporal({ rruleString, maxIterations: mostSteps[/FREQ=(\w+)/.exec(rule)?.[1] ?? ''] ?? 1_000, strict: true });
}

/**
 * The next times after a moment, at most `count`; fewer where the rule ends. A local time that the clocks leave out does not come round, as RFC 5545
 * says; one that they repeat comes round once.
 * @throws Error for what is no rule; ask `timingProblem` first
 */
export function timesAfter(timing: Timing, after: Date, count: number): Date[] {
  const rule = read(timing);
  const times: Date[] = [];
  let last = after;
  while (times.length < count) {
    const next = nextOf(rule, last);
    if (!next) break;
    times.push(next);
    last = next;
  }
  return times;
}

/** The next time after a moment; null where the rule has ended, or never comes round. */
export const timeAfter = (timing: Timing, after: Date): Date | null => timesAfter(timing, after, 1)[0] ?? null;

function nextOf(rule: RRuleTemporal, after: Date): Date | null {
  try {
    const next = rule.next(after);
    return next ? new Date(next.epochMilliseconds) : null;
  } catch (error) {
    // Where it looked for so long and found nothing, there is nothing.
    if (error instanceof Error && /iterations|evaluations/i.test(error.message)) return null;
    throw error;
  }
}

const number = (least: number, most: number) => ({ least, most, negative: false });
const either = (most: number) => ({ least: 1, most, negative: true });
const numbered: Readonly<Record<string, { least: number; most: number; negative: boolean }>> = {
  INTERVAL: number(1, 999),
  COUNT: number(1, 9999),
  BYMONTH: number(1, 12),
  BYMONTHDAY: either(31),
  BYYEARDAY: either(366),
  BYWEEKNO: either(53),
  BYSETPOS: either(366),
};
const lists = new Set(['BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS']);
const weekday = /^([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/;
/** One run a day at most: reviews are people's work. */
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** What is wrong with a rule, in words that name the part; null where nothing is. */
export function ruleProblem(rule: string): string | null {
  const seen = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (!name || !value || more.length > 0) return `“${part}” is no part of a rule: each is a name, an equals sign and a value.`;
    if (seen.has(name)) return `${name} stands in the rule twice.`;
    seen.set(name, value);
    const problem = partProblem(name, value);
    if (problem) return problem;
  }
  if (!seen.has('FREQ')) return 'A rule says how often by FREQ: DAILY, WEEKLY, MONTHLY or YEARLY.';
  if (seen.has('COUNT') && seen.has('UNTIL')) return 'A rule ends by COUNT or by UNTIL, not by both.';
  if (seen.get('FREQ') !== 'MONTHLY' && seen.get('FREQ') !== 'YEARLY' && /\d/.test(seen.get('BYDAY') ?? ''))
    return 'BYDAY may count days of the week (1MO, -1FR) only in monthly and yearly rules.';
  return null;
}

function partProblem(name: string, value: string): string | null {
  if (name === 'FREQ') {
    if (frequencies.includes(value)) return null;
    return /^(SECONDLY|MINUTELY|HOURLY)$/.test(value)
      ? 'Reviews are asked for once a day at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.'
      : `FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not ${value}.`;
  }
  if (name === 'BYHOUR' || name === 'BYMINUTE' || name === 'BYSECOND')
    return `${name} is not needed: the time of day is that of the start.`;
  if (name === 'WKST') return /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value) ? null : 'WKST is a day of the week: MO, TU, WE, TH, FR, SA or SU.';
  if (name === 'UNTIL') return untilProblem(value);
  const values = value.split(',');
  if (name === 'BYDAY') {
    const wrong = values.find((each) => !weekday.test(each));
    return wrong === undefined ? null : `BYDAY holds “${wrong}”: days are MO, TU, WE, TH, FR, SA and SU, counted as in 1MO or -1FR.`;
  }
  const bounds = numbered[name];
  if (!bounds) return `${name} is no part of a rule that Gatehouse knows.`;
  if (!lists.has(name) && values.length > 1) return `${name} is one number.`;
  const wrong = values.find((each) => !within(each, bounds));
  const span = `from ${bounds.least} to ${bounds.most}${bounds.negative ? `, or from -${bounds.most} to -1` : ''}`;
  return wrong === undefined ? null : `${name} holds “${wrong}”: numbers go ${span}.`;
}

function within(text: string, { least, most, negative }: { least: number; most: number; negative: boolean }): boolean {
  if (!/^[+-]?\d{1,4}$/.test(text)) return false;
  const value = Number(text);
  return (value >= least && value <= most) || (negative && value <= -least && value >= -most);
}

function untilProblem(value: string): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value)?.slice(1);
  const message = 'UNTIL is a time in UTC, such as 20271231T230000Z.';
  if (!parts) return message;
  const [year, month, day, ...time] = parts;
  const iso = `${year}-${month}-${day}T${time.join(':')}.000Z`;
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? message : null;
}

/** What is wrong with all of it, by field; null where it comes round at least once after a moment. */
export function timingProblem(timing: Timing, after: Date): { field: 'rule' | 'start' | 'timeZone'; message: string } | null {
  const wrong = ruleProblem(timing.rule);
  if (wrong) return { field: 'rule', message: wrong };
  if (!isTimeZone(timing.timeZone)) return { field: 'timeZone', message: `${timing.timeZone} is no time zone, such as Europe/Berlin.` };
  if (!isLocalTime(timing.start)) return { field: 'start', message: 'The start is a day and a time, such as 2026-01-05T09:00.' };
  try {
    if (timeAfter(timing, after)) return null;
  } catch (error) {
    return { field: 'rule', message: `This rule cannot be read: ${error instanceof Error ? error.message : 'it is wrong'}.` };
  }
  return { field: 'rule', message: 'By this rule the schedule never comes round again.' };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0 && /^[A-Z]/.test(name);
  } catch {
    return false;
  }
}

/** A day of the calendar from 2020 to 2099, with hours and minutes. */
function isLocalTime(text: string): boolean {
  if (!/^20[2-9]\d-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(text)) return false;
  const at = new Date(`${text}:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
}
