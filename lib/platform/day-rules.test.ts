import { expect, test } from 'vitest';
import { addDays, dayEnd, dayOf, yearAfter } from './day-rules.ts';

test.each([
  ['2026-12-03', 'UTC', '2026-12-03T23:59:59.000Z'],
  ['2026-12-03', 'Europe/Berlin', '2026-12-03T22:59:59.000Z'],
  ['2026-12-03', 'Pacific/Chatham', '2026-12-03T10:14:59.000Z'],
  // The clocks go back at three in the morning of that day, and forward on the other.
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.000Z'],
  ['2026-07-01', 'America/Los_Angeles', '2026-07-02T06:59:59.000Z'],
])('the end of %s in %s', (day, zone, end) => {
  expect(dayEnd(day, zone)).toBe(end);
  expect(dayOf(end, zone)).toBe(day);
});

test.each([
  ['2026-12-03', 1, '2026-12-04'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-29', 1, '2026-03-30'],
  ['2026-03-01', -1, '2026-02-28'],
])('%s and %d days is %s', (day, days, other) => {
  expect(addDays(day, days)).toBe(other);
});

test('a year after the day that comes once in four years is the one before it', () => {
  expect(yearAfter('2026-11-23')).toBe('2027-11-23');
  expect(yearAfter('2028-02-29')).toBe('2029-02-28');
});
