import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf } from '#lib/platform/day-rules.ts';
import {
  type AcceptanceAct,
  type AcceptanceState,
  acceptanceActs,
  acceptanceStates,
  after,
  aheadOf,
  attempt,
  covers,
  daysOpen,
  endOf,
  hindranceToRequest,
  isEnding,
  stateAt,
} from './rules.ts';

const noon = new Date('2026-11-23T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

/** Written by hand: what each act makes of each state; a dot is a refusal. */
const table = `
            requested granted  refused withdrawn revoked ended
  grant     granted   .        .       .         .       .
  refuse    refused   .        .       .         .       .
  withdraw  withdrawn .        .       .         .       .
  revoke    .         revoked  .       .         .       .
  end       ended     ended    .       .         .       .`;

describe('what becomes of an acceptance', () => {
  const [states = [], ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  for (const [act, ...outcomes] of lines)
    test.each(states.map((state, at) => [state, outcomes[at]]))(`${act} of what is %s: %s`, (state, outcome) => {
      expect(after(state as AcceptanceState, act as AcceptanceAct) ?? '.').toBe(outcome);
    });

  test('the table is of every state and act', () => {
    expect(states).toEqual([...acceptanceStates]);
    expect(lines.map(([act]) => act)).toEqual([...acceptanceActs]);
  });

  test('at its very end it has ended, and a moment before it stands', () => {
    for (const status of ['requested', 'granted'] as const) {
      expect(stateAt({ status, until: later(1) }, noon)).toBe(status);
      expect(stateAt({ status, until: noon }, noon)).toBe('ended');
    }
    for (const status of ['refused', 'withdrawn', 'revoked', 'ended'] as const) expect(stateAt({ status, until: noon }, noon)).toBe(status);
  });

  test('what time has ended can be acted on no more, whatever the page showed, and is written down as ended once', () => {
    for (const status of ['requested', 'granted'] as const) {
      for (const act of ['grant', 'refuse', 'withdraw', 'revoke'] as const)
        expect(attempt({ status, until: noon }, act, noon)).toEqual({ hindrance: expect.stringContaining('has ended') });
      expect(attempt({ status, until: noon }, 'end', noon)).toEqual({ next: 'ended' });
    }
    expect(attempt({ status: 'ended', until: noon }, 'end', noon)).toHaveProperty('hindrance');
  });

  test('property: whatever is tried in whatever order, at most one decision is made, nothing comes back, and nothing holds past its end', () => {
    const step = fc.record({ act: fc.constantFrom(...acceptanceActs), wait: fc.integer({ min: 0, max: 20 * day }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 * day }), fc.array(step, { maxLength: 20 }), (length, steps) => {
        const until = later(length);
        let status: AcceptanceState = 'requested';
        let at = noon.getTime();
        const past: AcceptanceState[] = [status];
        for (const { act, wait } of steps) {
          at += wait;
          const outcome = attempt({ status, until }, act, new Date(at));
          if ('hindrance' in outcome) continue;
          if (outcome.next === 'granted') expect(at).toBeLessThan(until.getTime());
          status = outcome.next;
          past.push(status);
        }
        expect(new Set(past).size).toBe(past.length);
        expect(past.filter((state) => state === 'granted' || state === 'refused').length).toBeLessThanOrEqual(1);
        if (past.includes('revoked')) expect(past).toContain('granted');
        if (at >= until.getTime()) expect(stateAt({ status, until }, new Date(at))).not.toBe('granted');
      }),
    );
  });
});

describe('until when', () => {
  test.each([
    ['2026-11-23T12:00:00Z', 'UTC', '2026-11-24', '2027-11-23'],
    // In Auckland it is tomorrow already, in Honolulu still today.
    ['2026-11-23T12:00:00Z', 'Pacific/Auckland', '2026-11-25', '2027-11-24'],
    ['2026-11-23T05:00:00Z', 'Pacific/Honolulu', '2026-11-23', '2027-11-22'],
    ['2028-02-29T12:00:00Z', 'UTC', '2028-03-01', '2029-02-28'],
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-02', '2028-01-01'],
  ])('at %s in %s: from %s to %s', (at, zone, first, last) => {
    expect(daysOpen(new Date(at), zone)).toEqual({ first, last });
  });

  test.each([
    // The clocks go back on that day, forward on the other: the day is 25 and 23 hours long, and ends at its own end.
    ['2027-10-31', 'Europe/Berlin', '2027-10-31T22:59:59.000Z'],
    ['2027-03-28', 'Europe/Berlin', '2027-03-28T21:59:59.000Z'],
    ['2027-04-04', 'Pacific/Auckland', '2027-04-04T11:59:59.000Z'],
    ['2027-09-26', 'Pacific/Auckland', '2027-09-26T10:59:59.000Z'],
    ['2027-11-07', 'America/New_York', '2027-11-08T04:59:59.000Z'],
    ['2027-05-01', 'Asia/Kathmandu', '2027-05-01T18:14:59.000Z'],
  ])('the end of %s in %s is %s', (asked, zone, end) => {
    expect(endOf(asked, noon, zone)?.toISOString()).toBe(end);
  });

  test('today and more than a year ahead are not open', () => {
    expect(endOf('2026-11-23', noon, 'UTC')).toBeNull();
    expect(endOf('2027-11-24', noon, 'UTC')).toBeNull();
    expect(endOf('2027-11-23', noon, 'UTC')).not.toBeNull();
  });

  test('property: any open day ends on that day in the zone, after now, and within what the database takes', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Chatham',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
    ];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        fc.boolean(),
        (at, zone, latest) => {
          const { first, last } = daysOpen(at, zone);
          const asked = latest ? last : first;
          const end = endOf(asked, at, zone);
          expect(end && dayOf(end.toISOString(), zone)).toBe(asked);
          expect(end?.getTime()).toBeGreaterThan(at.getTime());
          expect((end?.getTime() ?? 0) - at.getTime()).toBeLessThanOrEqual(367 * day + 2 * hour);
        },
      ),
    );
  });

  test('people are told once, in the last two weeks', () => {
    const ending = (until: number, noticedAt: Date | null = null) => isEnding({ until: later(until), noticedAt }, noon);
    expect([ending(14 * day), ending(14 * day + 1), ending(1), ending(0), ending(day, noon)]).toEqual([true, false, true, false, false]);
  });

  test('a filter reaches so many days ahead, or to the end of a day', () => {
    expect(aheadOf('30d', noon)).toEqual(later(30 * day));
    expect(aheadOf('2026-12-01', noon).toISOString()).toBe('2026-12-01T23:59:59.000Z');
  });
});

describe('what may be asked for', () => {
  const open = { applies: true, assessed: true, current: true, severity: 3, retired: false, waiting: false };
  test.each([
    [{}, null],
    [{ severity: 2 }, null],
    [{ severity: 4 }, null],
    [{ severity: 1 }, /low/],
    [{ assessed: false, current: false }, /Nobody has assessed/],
    [{ current: false }, /out of date/],
    [{ applies: false }, /no longer applies/],
    [{ retired: true }, /retired/],
    [{ waiting: true }, /waits already/],
  ])('%o: %s', (changed, words) => {
    const hindrance = hindranceToRequest({ ...open, ...changed });
    if (words === null) expect(hindrance).toBeNull();
    else expect(hindrance).toMatch(words);
  });

  test('an acceptance covers what is no worse', () => {
    for (let covered = 1; covered <= 4; covered += 1)
      for (let severity = 1; severity <= 4; severity += 1) expect(covers(covered, severity)).toBe(severity <= covered);
  });
});
