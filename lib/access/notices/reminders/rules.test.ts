import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, isWorkingDay } from '#lib/platform/day-rules.ts';
import { momentsOf, phaseNow, phases, reminderTitle } from './rules.ts';

const none = new Set<string>();
const moments = (due: string, zone: string, holidays = none) =>
  Object.fromEntries(Object.entries(momentsOf(new Date(due), zone, holidays).at).map(([phase, at]) => [phase, at.toISOString()]));

describe('when one is reminded', () => {
  test('two working days before, on the day and the day after, at eight in the morning where one is', () => {
    // A Wednesday's end in Berlin.
    expect(moments('2026-11-25T22:59:59Z', 'Europe/Berlin')).toEqual({
      before: '2026-11-23T07:00:00.000Z',
      on: '2026-11-25T07:00:00.000Z',
      after: '2026-11-26T07:00:00.000Z',
      escalated: '2026-11-30T07:00:00.000Z',
    });
    // The same moment is a Thursday in Auckland.
    expect(moments('2026-11-25T22:59:59Z', 'Pacific/Auckland')).toMatchObject({
      on: '2026-11-25T19:00:00.000Z',
      after: '2026-11-26T19:00:00.000Z',
    });
  });

  test('of a Sunday, on the Friday before and the Monday after; holidays are no working days', () => {
    expect(moments('2026-11-29T12:00:00Z', 'UTC')).toMatchObject({
      before: '2026-11-25T08:00:00.000Z',
      on: '2026-11-27T08:00:00.000Z',
      after: '2026-11-30T08:00:00.000Z',
    });
    const holidays = new Set(['2026-12-24', '2026-12-25', '2026-12-28']);
    expect(moments('2026-12-25T12:00:00Z', 'UTC', holidays)).toMatchObject({
      before: '2026-12-21T08:00:00.000Z',
      on: '2026-12-23T08:00:00.000Z',
      after: '2026-12-29T08:00:00.000Z',
    });
  });

  test('in every zone on working days, in order', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Chatham', 'America/Los_Angeles', 'Asia/Kolkata');
    const due = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(due, zone, fc.array(due, { maxLength: 5 }), (at, timeZone, off) => {
        const holidays = new Set(off.map((each) => dayOf(each.toISOString(), timeZone)));
        const found = momentsOf(at, timeZone, holidays);
        const inOrder = phases.map((phase) => found.at[phase]);
        expect(inOrder).toEqual(inOrder.toSorted((a, b) => a.getTime() - b.getTime()));
        for (const each of inOrder) expect(isWorkingDay(dayOf(each.toISOString(), timeZone), holidays)).toBe(true);
      }),
    );
  });
});

const due = new Date('2026-11-25T22:00:00Z');
const since = new Date('2026-11-02T10:00:00Z');
const all = ['before', 'on', 'after'] as const;

test.each([
  ['2026-11-22T12:00:00Z', null],
  ['2026-11-23T08:00:00Z', 'before'],
  ['2026-11-24T23:00:00Z', 'before'],
  ['2026-11-25T08:00:00Z', 'on'],
  ['2026-11-26T09:00:00Z', 'after'],
  ['2026-11-29T09:00:00Z', 'after'],
  ['2026-12-02T09:00:00Z', null],
])('at %s it is %s', (at, phase) => {
  expect(phaseNow({ dueAt: due, since }, 'UTC', none, new Date(at), all)?.phase ?? null).toBe(phase);
});

test('whoever was asked after a reminder’s time is not reminded at once', () => {
  const asked = new Date('2026-11-23T09:00:00Z');
  expect(phaseNow({ dueAt: due, since: asked }, 'UTC', none, new Date('2026-11-23T10:00:00Z'), all)).toBeNull();
  expect(phaseNow({ dueAt: due, since: asked }, 'UTC', none, new Date('2026-11-25T10:00:00Z'), all)).toEqual({
    phase: 'on',
    dueDay: '2026-11-25',
  });
});

test('what it says', () => {
  expect(phases.map((phase) => reminderTitle('The review “X”', phase, '25 November 2026'))).toEqual([
    'The review “X” is due on 25 November 2026',
    'The review “X” is due today',
    'The review “X” was due on 25 November 2026',
    'The review “X” is overdue since 25 November 2026',
  ]);
});
