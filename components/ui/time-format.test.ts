import { expect, it } from 'vitest';
import { formatCalendarDay, formatDay, formatDistance, formatMoment } from './time-format.ts';

const now = new Date('2026-11-22T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

it('tells distances in one unit, both ways', () => {
  expect(formatDistance(minutesAgo(0.5), now)).toBe('just now');
  expect(formatDistance(minutesAgo(1), now)).toBe('1 min ago');
  expect(formatDistance(minutesAgo(60), now)).toBe('1 hour ago');
  expect(formatDistance(minutesAgo(26 * 60), now)).toBe('1 day ago');
  expect(formatDistance(minutesAgo(-3 * 24 * 60), now)).toBe('in 3 days');
  expect(formatDistance(minutesAgo(400 * 24 * 60), now)).toBe('1 year ago');
});

it('tells moments in the given zone, not in that of the machine', () => {
  expect(formatDay(now, 'Pacific/Kiritimati')).toBe('23 Nov 2026');
  expect(formatMoment(now, 'Europe/Berlin')).toMatch(/^22 Nov 2026, 13:00/u);
});

it('writes dates and distances in the language asked for', () => {
  expect(formatDay(now, 'UTC', 'de-DE')).toBe('22. Nov. 2026');
  expect(formatDay(now, 'UTC', 'en-US')).toBe('Nov 22, 2026');
  expect(formatMoment(now, 'UTC', 'en-US')).toMatch(/12:00\sPM/u);
  expect(formatDistance(minutesAgo(60), now, 'de-DE')).toBe('vor 1 Std.');
  expect(formatDistance(minutesAgo(0.5), now, 'fr-FR')).toBe('maintenant');
});

it('writes a day of the calendar, and leaves what is none as it is', () => {
  expect(formatCalendarDay('2026-11-03')).toBe('3 Nov 2026');
  for (const none of ['9999-99-99', 'soon', '']) expect(formatCalendarDay(none)).toBe(none);
});
