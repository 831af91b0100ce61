import { expect, test } from 'vitest';
import { dayEnd, dayOf } from './day-end.ts';

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
