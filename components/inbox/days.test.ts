import { expect, test } from 'vitest';
import type { Notification } from '#lib/access/notices/inbox/schema.ts';
import { byDay, dayWords } from './days.ts';

const came = (createdAt: string) => ({ createdAt }) as Notification;

test('what came stands under the day on which it came where the viewer is', () => {
  const [late, early, before] = [came('2026-11-23T22:30:00Z'), came('2026-11-23T01:00:00Z'), came('2026-11-22T22:59:00Z')];
  expect(byDay([late, early, before], 'UTC').map(({ day, notifications }) => [day, notifications.length])).toEqual([
    ['2026-11-23', 2],
    ['2026-11-22', 1],
  ]);
  expect(byDay([late, early, before], 'Pacific/Auckland').map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-23']);
});

test.each([
  ['2026-11-23', 'Today'],
  ['2026-11-22', 'Yesterday'],
  ['2026-11-20', 'Friday 20 November'],
  ['2025-12-31', 'Wednesday 31 December 2025'],
])('%s is %s', (day, words) => {
  expect(dayWords(day, '2026-11-23', 'en-GB').replace(',', '')).toBe(words);
});
