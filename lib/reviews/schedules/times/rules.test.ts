import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Recurrence, ruleOf, weekdays } from '../rules.ts';
import { ruleProblem, timeAfter, timesAfter, timingProblem } from './rules.ts';

const berlin = (rule: string, start = '2026-01-05T09:00') => ({ rule, start, timeZone: 'Europe/Berlin' });
const told = (timing: Parameters<typeof timesAfter>[0], after: string, count = 5) =>
  timesAfter(timing, new Date(after), count).map((time) => time.toISOString().slice(0, 16));
/** The local time of day there. */
const clock = (time: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time);

describe('times in a zone', () => {
  test('keep to the clock on the wall when clocks go forward and back', () => {
    expect(told(berlin('FREQ=WEEKLY;BYDAY=MO'), '2026-03-20T00:00:00Z', 3)).toEqual([
      '2026-03-23T08:00',
      '2026-03-30T07:00',
      '2026-04-06T07:00',
    ]);
    expect(told(berlin('FREQ=WEEKLY;BYDAY=MO'), '2026-10-18T00:00:00Z', 3)).toEqual([
      '2026-10-19T07:00',
      '2026-10-26T08:00',
      '2026-11-02T08:00',
    ]);
  });

  test('pass over what the clocks leave out, and take what they repeat once', () => {
    const daily = berlin('FREQ=DAILY', '2026-01-05T02:30');
    expect(told(daily, '2026-03-28T00:00:00Z', 3)).toEqual(['2026-03-28T01:30', '2026-03-30T00:30', '2026-03-31T00:30']);
    expect(told(daily, '2026-10-24T00:00:00Z', 4)).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
      '2026-10-27T01:30',
    ]);
  });

  test('of a zone at the far end of the day are those of its own calendar', () => {
    const tonga = { rule: 'FREQ=MONTHLY;BYMONTHDAY=1', start: '2026-01-01T00:15', timeZone: 'Pacific/Tongatapu' };
    expect(told(tonga, '2026-01-01T00:00:00Z', 2)).toEqual(['2026-01-31T11:15', '2026-02-28T11:15']);
  });

  test.each([
    ['every second week', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', ['2026-01-05', '2026-01-19', '2026-02-02']],
    ['the first Monday of each quarter', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO', ['2026-01-05', '2026-04-06', '2026-07-06']],
    ['the last day of the month', 'FREQ=MONTHLY;BYMONTHDAY=-1', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['the 31st, where there is one', 'FREQ=MONTHLY;BYMONTHDAY=31', ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['29 February', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-29', '2032-02-29', '2036-02-29']],
    ['the last Friday of June', 'FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR', ['2026-06-26', '2027-06-25', '2028-06-30']],
    ['twice, then never', 'FREQ=DAILY;COUNT=2', ['2026-01-05', '2026-01-06']],
    ['until a day', 'FREQ=DAILY;UNTIL=20260106T235959Z', ['2026-01-05', '2026-01-06']],
  ])('%s', (_, rule, days) => {
    expect(told(berlin(rule), '2026-01-01T00:00:00Z', 3).map((time) => time.slice(0, 10))).toEqual(days);
  });

  test('after a moment are after it, strictly: a run at its own time is not its own next', () => {
    expect(timeAfter(berlin('FREQ=DAILY'), new Date('2026-01-05T08:00:00Z'))?.toISOString()).toBe('2026-01-06T08:00:00.000Z');
  });
});

const recurrences: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({
    unit: fc.constant('week' as const),
    every: fc.integer({ min: 1, max: 26 }),
    weekdays: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    unit: fc.constantFrom('month' as const, 'quarter' as const),
    every: fc.integer({ min: 1, max: 6 }),
    on: fc.oneof(
      fc.record({ by: fc.constant('day' as const), day: fc.constantFrom(1, 15, 28, 31, -1) }),
      fc.record({ by: fc.constant('weekday' as const), nth: fc.constantFrom(1, 2, 3, 4, -1), weekday: fc.constantFrom(...weekdays) }),
    ),
  }),
);

test('whatever plain words say is a sound rule, whose times follow one another at the same time of day', () => {
  fc.assert(
    fc.property(recurrences, fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'), (recurrence, timeZone) => {
      const timing = { rule: ruleOf(recurrence), start: '2026-01-05T09:00', timeZone };
      expect(ruleProblem(timing.rule)).toBeNull();
      const times = timesAfter(timing, new Date('2026-01-01T00:00:00Z'), 4);
      expect(times).toHaveLength(4);
      for (const [at, time] of times.entries()) {
        expect(clock(time, timeZone)).toBe('09:00');
        if (at > 0) expect(time.getTime()).toBeGreaterThan(times[at - 1]?.getTime() ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['FREQ=HOURLY', 'once a day'],
  ['FREQ=FORTNIGHTLY', 'FREQ is'],
  ['BYDAY=MO', 'how often'],
  ['FREQ=WEEKLY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=WEEKLY;INTERVAL=1,2', 'one number'],
  ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY holds “XX”'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'monthly and yearly'],
  ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
  ['FREQ=DAILY;BYHOUR=9', 'time of day'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20270101T000000Z', 'not by both'],
  ['FREQ=DAILY;UNTIL=20271301T000000Z', 'UNTIL'],
  ['FREQ=DAILY;UNTIL=20270101', 'UNTIL'],
  ['FREQ=DAILY;COLOUR=RED', 'COLOUR'],
  ['FREQ=DAILY;FREQ=DAILY', 'twice'],
  ['FREQ', '“FREQ”'],
  ['FREQ=DAILY\nEXDATE:20260101', 'FREQ is'],
])('%s is refused', (rule, words) => {
  expect(ruleProblem(rule)).toContain(words);
});

test('what never comes round is refused, and so are zones and starts that there are not', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const field = (given: Partial<Parameters<typeof timingProblem>[0]>) => timingProblem({ ...berlin('FREQ=DAILY'), ...given }, now)?.field;
  expect(field({})).toBeUndefined();
  expect(field({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' })).toBe('rule');
  expect(field({ rule: 'FREQ=DAILY;UNTIL=20251231T000000Z' })).toBe('rule');
  expect(field({ timeZone: 'Mars/Olympus' })).toBe('timeZone');
  expect(field({ timeZone: 'Europe/Berlin:20260101T000000' })).toBe('timeZone');
  expect(field({ start: '2026-02-30T09:00' })).toBe('start');
  expect(field({ start: '2026-01-05' })).toBe('start');
});
