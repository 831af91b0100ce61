import { expect, test } from 'vitest';
import { effectWords, floorOf, signalSeverities } from './rules.ts';

test('a signal says what it holds, in the words of the design: critical 5, high 4, medium 3', () => {
  expect(signalSeverities.map(floorOf)).toEqual([3, 4, 5]);
  expect(effectWords('high', 12)).toBe('Holds residual likelihood at 4 or above for 12 risks.');
  expect(effectWords('critical', 1)).toBe('Holds residual likelihood at 5 for 1 risk.');
  expect(effectWords('medium', 0)).toMatch(/^Affects no risk/);
});
