import { describe, expect, test } from 'vitest';
import { addMonths, bucketOf, byBucket, byDueDay, knownUntil, lastOf, sameDayIn, weeksOf } from './days.ts';
import { parseWorkState, workAddress } from './state.ts';

const zone = 'Pacific/Auckland';
// A Wednesday.
const today = '2026-11-25';
const due = (dueAt: string | null, part: 'waiting' | 'stale' = 'waiting', overdue = false) => ({ part, dueAt, overdue });

describe('headings', () => {
  test.each([
    [due('2026-11-25T01:00:00.000Z', 'waiting', true), 'overdue'],
    [due('2026-11-25T05:00:00.000Z'), 'today'],
    // In Auckland the next day has begun.
    [due('2026-11-25T12:00:00.000Z'), 'week'],
    [due('2026-11-29T10:59:59.000Z'), 'week'],
    [due('2026-11-29T11:00:00.000Z'), 'later'],
    [due(null), 'none'],
    [due('2026-11-01T00:00:00.000Z', 'stale'), 'stale'],
  ])('%o stands under %s', (item, bucket) => {
    expect(bucketOf(item, today, zone)).toBe(bucket);
  });

  test('come in the order of urgency, none of them empty', () => {
    const items = [due('2026-12-25T00:00:00.000Z'), due('2026-11-25T05:00:00.000Z'), due(null)];
    expect(byBucket(items, today, zone).map(({ bucket, items: some }) => [bucket, some.length])).toEqual([
      ['today', 1],
      ['later', 1],
      ['none', 1],
    ]);
  });

  test('a calendar has things on the days of the viewer’s zone, and none without a day', () => {
    const days = byDueDay([due('2026-11-25T12:00:00.000Z'), due(null)], zone);
    expect([...days.keys()]).toEqual(['2026-11-26']);
  });
});

describe('a month', () => {
  test('is whole weeks from Monday on', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks.map((week) => week[0])).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23', '2026-11-30']);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(weeksOf('2027-02').map((week) => week[0])).toEqual(['2027-02-01', '2027-02-08', '2027-02-15', '2027-02-22']);
  });

  test('has a last day and neighbours over the turn of the year', () => {
    expect([lastOf('2028-02'), lastOf('2026-12')]).toEqual(['2028-02-29', '2026-12-31']);
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect([sameDayIn('2026-02', '2026-01-31'), sameDayIn('2026-03', '2026-02-10')]).toEqual(['2026-02-28', '2026-03-10']);
  });
});

describe('the address', () => {
  const at = new Date('2026-11-30T12:00:00Z');
  const parse = (params: Record<string, string>, remembered?: string) => parseWorkState(params, remembered, at, zone);

  test('says the view, the part and the month; what it does not say is as usual', () => {
    expect(parse({})).toEqual({ view: 'table', part: 'waiting', month: '2026-12' });
    expect(parse({ part: 'all' })).toMatchObject({ part: null });
    expect(parse({}, 'calendar')).toMatchObject({ view: 'calendar', part: null });
    expect(parse({ view: 'board', part: 'tasks' }, 'calendar')).toMatchObject({ view: 'board', part: null });
    expect(parse({ view: 'x', part: 'y', month: '2026-13' })).toEqual({ view: 'table', part: 'waiting', month: '2026-12' });
  });

  test('comes back as it was said', () => {
    for (const state of [
      { view: 'table', part: 'stale' },
      { view: 'calendar', part: null, month: '2027-01' },
    ] as const)
      expect(parse(Object.fromEntries(new URL(`http://x${workAddress(state)}`).searchParams))).toMatchObject(state);
  });
});

test('nothing is said of days that did not come', () => {
  const days = new Map([
    ['2026-11-02', []],
    ['2026-11-20', []],
  ]);
  expect(knownUntil(days, { all: true, more: false })).toBeNull();
  expect(knownUntil(days, { all: true, more: true })).toBe('2026-11-20');
  // A part of the work alone, as before the rest of the month came, or because it did not.
  expect(knownUntil(days, { all: false, more: false })).toBe('');
  expect(knownUntil(new Map(), { all: true, more: true })).toBe('');
});
