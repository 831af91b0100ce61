import { expect, test } from 'vitest';
import { mostAttempts, waitAfter } from './rules.ts';

test('the waits grow, and come to about a day', () => {
  const waits: number[] = [];
  for (let attempts = 1; attempts < mostAttempts; attempts += 1) waits.push(waitAfter(attempts) ?? -1);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(22);
  expect(hours).toBeLessThan(30);
  expect(waitAfter(mostAttempts)).toBeNull();
});

test('what a receiver asks for is taken up, within bounds', () => {
  expect(waitAfter(1, 60_000)).toBe(60_000);
  expect(waitAfter(1, 1)).toBe(5_000);
  expect(waitAfter(1, Number.MAX_SAFE_INTEGER)).toBe(10 * 3_600_000);
});
