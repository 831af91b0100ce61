import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apart, shortDay, shortNumber } from './axes.ts';
import { amount, type ChartData, csvOf, hasMarks, heightOf, markWords } from './chart-data.ts';

const data: ChartData = {
  rowLabel: 'Stage',
  unit: ['risk', 'risks'],
  series: [
    { key: 'high', label: 'High', look: 'high' },
    { key: 'low', label: 'Low', look: 'low' },
  ],
  rows: [
    { key: 'deploy', label: 'Deployment', values: [14, 1] },
    { key: 'other', label: 'Say "so", all', values: [null, 0] },
  ],
};

describe('numbers in words', () => {
  test('one is not many', () => {
    expect([amount(1, ['day', 'days']), amount(1200, ['day', 'days']), amount(22, ['%', '%'])]).toEqual(['1 day', '1,200 days', '22 %']);
  });
  test('a mark says its row, its series and its number; what is unknown is not zero', () => {
    const [first, second] = data.rows;
    expect(first && markWords(data, first, 0)).toBe('Deployment, high: 14 risks');
    expect(second && markWords(data, second, 0)).toBe('Say "so", all, high: nothing known');
    expect(first && markWords(data, { ...first, note: '3 old' }, 1)).toBe('Deployment, low: 1 risk; 3 old');
  });
  test.each([
    [0, '0'],
    [950, '950'],
    [1200, '1.2k'],
    [34_000, '34k'],
    [999_700, '1M'],
    [1_300_000, '1.3M'],
    [2.55, '2.6'],
  ])('an axis says %d as %s', (value, text) => expect(shortNumber(value)).toBe(text));
  test('a day is the same day in every zone', () => expect([shortDay('2026-11-03'), shortDay('2026-01-31')]).toEqual(['3 Nov', '31 Jan']));
});

const markers = [
  { label: '1 incident', look: 'critical' as const },
  { label: '2 releases', look: 'accent' as const },
];

describe('the table as a file', () => {
  test('names the columns, quotes what needs it, and leaves the unknown empty', () => {
    expect(csvOf(data)).toBe('Stage,High,Low\r\nDeployment,14,1\r\n"Say ""so"", all",,0\r\n');
  });
  test('a name never becomes a formula', () => {
    expect(csvOf({ ...data, rows: [{ key: 'x', label: '=1+1', values: [1, 2] }] })).toContain("'=1+1,1,2");
  });
  test('what happened has a column where it has a name', () => {
    const marked = { ...data, markerLabel: 'Happened', rows: [{ ...data.rows[0], key: 'x', label: 'X', values: [1, 2], markers }] };
    expect(csvOf(marked)).toBe('Stage,High,Low,Happened\r\nX,1,2,"1 incident, 2 releases"\r\n');
  });
  test('notes have a column where they have a name', () => {
    const noted = { ...data, noteLabel: 'Remark', rows: [{ key: 'x', label: 'X', values: [1, 2], note: 'a, b' }] };
    expect(csvOf(noted)).toBe('Stage,High,Low,Remark\r\nX,1,2,"a, b"\r\n');
  });
});

test('a chart of zeros and unknowns has nothing to draw', () => {
  expect(hasMarks(data)).toBe(true);
  expect(hasMarks({ ...data, rows: data.rows.slice(1) })).toBe(false);
  expect(hasMarks({ ...data, rows: [] })).toBe(false);
});

test('the box is as high as its rows', () => {
  expect(heightOf({ type: 'bars' }, data)).toBe(2 * 34 + 28);
  expect(heightOf({ type: 'area' }, data)).toBe(240);
  expect(heightOf({ type: 'lines', height: 180 }, data)).toBe(180);
});

describe('labels at the end of lines', () => {
  const room = { top: 10, bottom: 210, gap: 15 };
  test('stay where they want to be while there is room, and keep apart where there is none', () => {
    expect(apart([40, 120], room)).toEqual([40, 120]);
    expect(apart([10, 10], room)).toEqual([25, 10]);
    expect(apart([208, 209, 207], room)).toEqual([194, 209, 179]);
  });
  test('never lie upon one another, nor leave the drawing, nor change places', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 10, max: 210 }), { minLength: 1, maxLength: 5 }), (wished) => {
        const placed = apart(wished, room);
        const sorted = placed.toSorted((a, b) => a - b);
        for (const [index, y] of sorted.entries()) {
          expect(y).toBeGreaterThanOrEqual(room.top);
          expect(y).toBeLessThanOrEqual(room.bottom);
          if (index > 0) expect(y - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(room.gap);
        }
        const byWish = wished.map((_, index) => index).sort((a, b) => (wished[a] ?? 0) - (wished[b] ?? 0));
        expect(byWish.map((index) => placed[index])).toEqual(sorted);
      }),
    );
  });
});
