import { expect, test } from 'vitest';
import { cleanRule, keptRule, type Recurrence, recurrenceOf, ruleKept, ruleOf, ruleWords } from './rules.ts';

test.each<[Recurrence, string, string]>([
  [{ unit: 'week', every: 2, weekdays: ['TH', 'MO'] }, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'Every 2 weeks on Monday and Thursday'],
  [{ unit: 'month', every: 1, on: { by: 'day', day: -1 } }, 'FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day'],
  [{ unit: 'month', every: 2, on: { by: 'day', day: 15 } }, 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15', 'Every 2 months on day 15'],
  [
    { unit: 'quarter', every: 1, on: { by: 'weekday', nth: 1, weekday: 'MO' } },
    'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO',
    'Every quarter on the first Monday',
  ],
  [
    { unit: 'year', every: 1, month: 6, on: { by: 'weekday', nth: -1, weekday: 'FR' } },
    'FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR',
    'Every year on the last Friday of June',
  ],
])('%o is %s', (recurrence, rule, words) => {
  expect(ruleOf(recurrence)).toBe(rule);
  expect(ruleOf(recurrenceOf(rule) ?? { unit: 'week', every: 1, weekdays: [] })).toBe(rule);
  expect(ruleWords(rule)).toBe(words);
});

test.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY',
  'FREQ=MONTHLY;BYDAY=MO',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=YEARLY;BYYEARDAY=100',
  'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
])('%s has no plain words', (rule) => {
  expect(recurrenceOf(rule)).toBeNull();
  expect(ruleWords(rule)).toBe(rule);
});

test('a rule is kept with its start, and read again as it was', () => {
  const given = { rule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-01-05T09:30' };
  expect(keptRule(given)).toBe('DTSTART:20260105T093000\nRRULE:FREQ=WEEKLY;BYDAY=MO');
  expect(ruleKept(keptRule(given))).toEqual(given);
  expect(cleanRule(' rrule:freq=weekly; byday=mo; ')).toBe('FREQ=WEEKLY;BYDAY=MO');
});
