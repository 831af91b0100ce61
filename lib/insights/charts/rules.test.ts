import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Level, levels } from '#lib/assets/rules.ts';
import { exposureOf, firstDay, medianOf, monthNumber, paceOf } from './rules.ts';

const counts = fc.array(fc.nat(50), { minLength: 8, maxLength: 8 });
const moved = (from: Level, to: Level, of: readonly number[]) =>
  of.map((n, at) => n - (at === levels.indexOf(from) ? 1 : 0) + (at === levels.indexOf(to) ? 1 : 0));

describe('exposure', () => {
  test('adds up by weight', () => expect(exposureOf([9, 8, 7, 1, 2, 3, 4, 5])).toBe(1 * 3 + 2 * 1 + 3 * 1 + 4 * 3 + 5 * 5));
  test('assessing a risk never looks worse than leaving it, but for a critical one', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom<Level>('low', 'accepted', 'medium', 'high'), (of, found) => {
        expect(exposureOf(moved('unassessed', found, of))).toBeLessThanOrEqual(exposureOf(of));
      }),
    );
  });
  test('letting an assessment of low or medium go out of date never looks better', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom<Level>('low', 'medium'), (of, known) => {
        expect(exposureOf(moved(known, 'stale', of))).toBeGreaterThanOrEqual(exposureOf(of));
      }),
    );
  });
});

describe('the median', () => {
  test.each([
    [[], null],
    [[[3, 0]], null],
    [[[18, 1]], 18],
    [
      [
        [1, 1],
        [3, 1],
      ],
      2,
    ],
    [
      [
        [9, 1],
        [1, 2],
        [4, 2],
      ],
      4,
    ],
  ] as [number[][], number | null][])('of %j is %s', (pairs, median) =>
    expect(medianOf(pairs.map(([value = 0, count = 0]) => ({ value, count })))).toBe(median),
  );
  test('is that of all values written out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 60 }), (all) => {
        const sorted = all.toSorted((a, b) => a - b);
        const expected = ((sorted[Math.floor((all.length - 1) / 2)] ?? 0) + (sorted[Math.floor(all.length / 2)] ?? 0)) / 2;
        expect(medianOf(all.map((value) => ({ value, count: 1 })))).toBe(expected);
      }),
    );
  });
});

test('months are counted in UTC, and each begins on its first day', () => {
  expect(firstDay(monthNumber(new Date('2026-12-31T23:59:59Z')))).toBe('2026-12-01');
  expect(firstDay(monthNumber(new Date('2026-01-01T00:00:00Z')))).toBe('2026-01-01');
  expect(monthNumber(new Date('2027-01-01T00:00:00Z')) - monthNumber(new Date('2026-12-31T00:00:00Z'))).toBe(1);
});

test('the pace needs a week of history, whatever gaps it has', () => {
  const day = (name: string, assessed: number) => ({ day: name, assessed, total: 100 });
  expect(paceOf([])).toBeNull();
  expect(paceOf([day('2026-11-20', 1), day('2026-11-23', 9)])).toBeNull();
  expect(paceOf([day('2026-11-13', 10), day('2026-11-14', 90), day('2026-11-23', 30)])).toBe(2);
  expect(paceOf([day('2026-11-13', 10), day('2026-11-23', 5)])).toBe(-0.5);
});
