import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Conflict, conflictOf, conflicts, nobody, type Parties } from '../policy.ts';
import { compareLoad, fits, type Place, Planner, type Reviewer, type Wanted, wantedOf } from './rules.ts';

const at = new Date('2026-11-23T10:00:00Z');
const person = (id: string, given: Partial<Reviewer> = {}): Reviewer => ({
  ...{ id, name: `Person ${id}`, orgRole: 'member', everywhere: false, open: 0, lastAssignedAt: null, delegateId: null },
  teams: [{ teamId: 'team', role: 'developer', decides: true }],
  ...given,
});
const place = (given: Partial<Parties> = {}, ownerTeams: string[] = []): Place => ({
  teamId: 'team',
  parties: { ...nobody, ...given },
  ownerTeams,
});
const lead = (id: string, teamId = 'team'): Reviewer => person(id, { teams: [{ teamId, role: 'lead', decides: true }] });
const holders = (people: Reviewer[], wanted: Wanted[], where = place(), least = 1, taken: string[] = []) =>
  new Planner(people, at).plan(where, wanted, 'template', least, taken).map(({ userId, role }) => userId ?? role);

describe('a seat', () => {
  it('goes to who is named, or to whoever may decide where they may not', () => {
    expect(holders([person('a')], [{ by: 'person', userId: 'a' }])).toEqual(['a']);
    expect(holders([person('a')], [{ by: 'person', userId: 'a' }], place({ ownerId: 'a' }))).toEqual(['any']);
    expect(holders([person('a', { teams: [] })], [{ by: 'person', userId: 'a' }])).toEqual(['any']);
    expect(holders([person('a')], [{ by: 'person', userId: 'unknown' }])).toEqual(['any']);
  });

  it('goes to the lead with the fewest open, of the owner’s team too', () => {
    const busy = { ...lead('a'), open: 3 };
    expect(holders([busy, lead('b')], [{ by: 'team_lead' }])).toEqual(['b']);
    expect(holders([busy, lead('b')], [{ by: 'team_lead' }], place({ requesters: ['b'] }))).toEqual(['a']);
    const elsewhere = { ...lead('c', 'other'), everywhere: true };
    expect(holders([elsewhere], [{ by: 'owner_lead' }], place({}, ['other']))).toEqual(['c']);
    // A lead there who may not decide here is passed over.
    expect(holders([lead('c', 'other')], [{ by: 'owner_lead' }], place({}, ['other']))).toEqual(['any']);
  });

  it('goes to a delegate where they may decide, in one hop', () => {
    const away = person('a', { delegateId: 'b' });
    const planned = new Planner([away, person('b', { delegateId: 'c' }), person('c')], at).plan(
      place(),
      [{ by: 'person', userId: 'a' }],
      'hand',
      1,
    );
    expect(planned).toMatchObject([{ userId: 'b', source: 'delegated', delegatedFrom: 'a' }]);
    expect(holders([away, person('b')], [{ by: 'person', userId: 'a' }], place({ ownerId: 'b' }))).toEqual(['a']);
  });

  it('is filled up to the quorum by pools of anybody, and never twice by one', () => {
    expect(holders([person('a')], [{ by: 'person', userId: 'a' }], place(), 3)).toEqual(['a', 'any', 'any']);
    expect(
      holders(
        [person('a')],
        [
          { by: 'person', userId: 'a' },
          { by: 'person', userId: 'a' },
        ],
        place(),
      ),
    ).toEqual(['a']);
    expect(holders([person('a')], [], place())).toEqual(['any']);
    expect(holders([person('a')], [{ by: 'person', userId: 'a' }], place(), 1, ['a'])).toEqual([]);
  });

  it('of a role is a pool', () => {
    expect(holders([], [{ by: 'role', role: 'lead' }, { by: 'organisation_role', role: 'security' }, { by: 'team' }], place(), 2)).toEqual([
      'lead',
      'security',
      'any',
    ]);
  });
});

describe('balanced', () => {
  const balanced = (among: string[] = []): Wanted => ({ by: 'balanced', among });

  it('prefers the team, and passes over who is away', () => {
    const security = person('s', { teams: [], everywhere: true });
    expect(holders([security, person('a', { open: 9 })], [balanced()])).toEqual(['a']);
    expect(holders([security, person('a', { delegateId: 'x' })], [balanced()])).toEqual(['s']);
    expect(holders([security, person('a')], [balanced(['s'])])).toEqual(['s']);
  });

  it('spreads evenly, the same whenever it is asked, and never to who may not', () => {
    const arbitrary = fc.record({
      loads: fc.array(fc.nat(6), { minLength: 1, maxLength: 7 }),
      owners: fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ loads, owners }) => {
        const people = loads.map((open, index) => person(`p${index}`, { open }));
        const plan = () => {
          const planner = new Planner(people, at);
          return owners.map((owner) => planner.plan(place({ ownerId: `p${owner}` }), [balanced()], 'balanced', 1)[0]);
        };
        const seats = plan();
        expect(plan()).toEqual(seats);
        const total = new Map(people.map(({ id, open }) => [id, open]));
        for (const [index, seat] of seats.entries()) {
          const able = people.filter(({ id }) => id !== `p${owners[index]}`);
          if (able.length === 0) {
            expect(seat).toMatchObject({ userId: null, role: 'any', fallback: true });
            continue;
          }
          const chosen = seat?.userId ?? '';
          expect(able.map(({ id }) => id)).toContain(chosen);
          expect(total.get(chosen)).toBe(Math.min(...able.map(({ id }) => total.get(id) ?? 0)));
          total.set(chosen, (total.get(chosen) ?? 0) + 1);
        }
      }),
    );
  });

  it('takes no fewer than the quorum', () => {
    expect(wantedOf({ by: 'balanced', seats: 1, among: [] }, [], 3)).toHaveLength(3);
    expect(wantedOf({ by: 'balanced', seats: 2, among: [] }, [], 1)).toHaveLength(2);
  });
});

test('the fewest open come first, then the longest idle, then by id', () => {
  const people = [
    person('d', { open: 1 }),
    person('c', { lastAssignedAt: at }),
    person('b', { lastAssignedAt: new Date(1000) }),
    person('a', { open: 1 }),
    person('e'),
  ];
  expect([...people].sort(compareLoad).map(({ id }) => id)).toEqual(['e', 'b', 'c', 'a', 'd']);
});

test('each conflict keeps from deciding, and from a seat', () => {
  const cases: Record<Conflict, Partial<Parties>> = {
    requester: { requesters: ['x', 'a'] },
    subject: { personId: 'a' },
    owner: { ownerId: 'a' },
    'acceptance-requester': { acceptanceRequesterId: 'a' },
    'risk-owner': { riskOwnerId: 'a' },
    'owner-then': { ownersThen: ['a'] },
    registered: { registrars: ['a'] },
    implemented: { implementers: ['a'] },
  };
  expect(Object.keys(cases)).toEqual([...conflicts]);
  for (const [conflict, parties] of Object.entries(cases)) {
    expect(conflictOf('a', { ...nobody, ...parties })).toBe(conflict);
    expect(conflictOf('b', { ...nobody, ...parties })).toBeNull();
    expect(fits(person('a', { everywhere: true, orgRole: 'admin' }), place(parties))).toBe(false);
  }
});
