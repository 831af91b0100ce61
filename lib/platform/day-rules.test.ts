import { expect, test } from 'vitest';
import {
  addDays,
  addWorkingDays,
  dayEnd,
  dayOf,
  hourOf,
  isWorkingDay,
  workingDayFrom,
  workingDaysBetween,
  yearAfter,
} from './day-rules.ts';

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

test.each([
  ['2026-12-03', 8, 'UTC', '2026-12-03T08:00:00.000Z'],
  ['2026-12-03', 0, 'Pacific/Auckland', '2026-12-02T11:00:00.000Z'],
  ['2026-10-25', 8, 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
  ['2026-10-24', 8, 'Europe/Berlin', '2026-10-24T06:00:00.000Z'],
  // There is no two o’clock on that day.
  ['2026-03-29', 2, 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
])('%s at %d o’clock in %s', (day, hour, zone, moment) => {
  expect(hourOf(day, hour, zone)).toBe(moment);
});

const holidays = new Set(['2026-12-24', '2026-12-25', '2026-12-28']);

test.each([
  ['2026-11-20', 1, '2026-11-23'],
  ['2026-11-21', 0, '2026-11-23'],
  ['2026-11-21', 1, '2026-11-23'],
  ['2026-11-23', 5, '2026-11-30'],
  ['2026-12-23', 1, '2026-12-29'],
  ['2026-12-29', -1, '2026-12-23'],
  ['2026-12-27', -1, '2026-12-23'],
  ['2026-12-25', 0, '2026-12-29'],
])('%s and %d working days is %s', (day, days, other) => {
  expect(addWorkingDays(day, days, holidays)).toBe(other);
  expect(isWorkingDay(other, holidays)).toBe(true);
});

test('working days between two days are counted as they are added', () => {
  for (const days of [1, 2, 5, 9, 30])
    expect(workingDaysBetween('2026-12-21', addWorkingDays('2026-12-21', days, holidays), holidays)).toBe(days);
  expect(workingDaysBetween('2026-12-23', '2026-12-28', holidays)).toBe(0);
  expect(workingDaysBetween('2026-12-29', '2026-12-23', holidays)).toBe(-1);
});

test('where every day is a holiday, a day is still found', () => {
  const all = new Set(Array.from({ length: 800 }, (_, at) => addDays('2026-01-01', at)));
  expect(workingDayFrom('2026-01-01', all)).toBe('2027-02-05');
});
