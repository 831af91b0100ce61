import { describe, expect, it } from 'vitest';
import { nobody } from '../../policy.ts';
import type { Filling, Reviewer, Wanted } from '../rules.ts';
import { type Choice, mayJoin, withinTemplate } from './rules.ts';

const person = (id: string, role: string, given: Partial<Reviewer> = {}): Reviewer => ({
  ...{ id, name: id, orgRole: 'member', everywhere: false, teams: [{ teamId: 'team', role, decides: true }] },
  ...{ open: 0, lastAssignedAt: null, delegateId: null },
  ...given,
});
const people = [
  person('lead', 'lead'),
  person('second lead', 'lead'),
  person('developer', 'developer'),
  person('security', 'viewer', { orgRole: 'security', everywhere: true, teams: [] }),
  person('lead elsewhere', 'lead', { everywhere: true, teams: [{ teamId: 'other', role: 'lead', decides: true }] }),
];
const place = { teamId: 'team', parties: nobody, ownerTeams: ['other'] };
const release: Wanted[] = [{ by: 'team_lead' }, { by: 'organisation_role', role: 'security' }];
const hand = (...chosen: string[]): Filling => ({ by: 'hand', people: chosen });
const seatOf = (userId: string) => ({ by: 'person', userId }) as const;

describe('whoever asks and does not manage reviews', () => {
  const rows: [string, Filling, Wanted[], readonly Wanted[] | null][] = [
    ['may not pass over whom the template names', hand('developer', 'developer'), release, null],
    ['may not fill up the seats with two of one sort', hand('lead', 'second lead'), release, null],
    ['chooses which lead', hand('second lead'), release, [seatOf('second lead'), { by: 'organisation_role', role: 'security' }]],
    ['chooses both', hand('security', 'lead'), release, [seatOf('lead'), seatOf('security')]],
    ['may not choose one beside them', hand('lead', 'security', 'developer'), release, null],
    ['may not balance among others', { by: 'balanced', seats: 2, among: ['developer'] }, release, null],
    ['may not ask a pool that the template does not', { by: 'pool', role: 'developer' }, release, null],
    ['may ask a pool that it does', { by: 'pool', role: 'security' }, release, [{ by: 'team_lead' }, { by: 'role', role: 'security' }]],
    ['may ask the owner’s lead for a lead', { by: 'owner_lead' }, release, [{ by: 'owner_lead' }, release[1] as Wanted]],
    ['may not choose a lead of another team for the team’s', hand('lead elsewhere'), [{ by: 'team_lead' }], null],
    ['chooses a lead of the owner’s', hand('lead elsewhere'), [{ by: 'owner_lead' }], [seatOf('lead elsewhere')]],
    ['may not replace a person', hand('developer'), [seatOf('lead')], null],
    [
      'gives the one who fits all to where others do not',
      hand('lead', 'developer'),
      [{ by: 'team' }, { by: 'team_lead' }],
      [seatOf('developer'), seatOf('lead')],
    ],
  ];
  it.each(rows)('%s', (_, filling, ofTemplate, expected) => {
    expect(withinTemplate(filling, ofTemplate, place, people)).toEqual(expected);
  });

  const joining: [string, Choice, Choice[], Wanted[], boolean][] = [
    ['a seat that is taken', { userId: 'second lead' }, [{ userId: 'lead' }, { role: 'security' }], release, false],
    ['a seat that was given back', { userId: 'second lead' }, [{ role: 'security' }], release, true],
    ['a seat of another sort', { userId: 'developer' }, [{ role: 'security' }], release, false],
    ['any seat, where the template names nobody', { userId: 'developer' }, [{ userId: 'lead' }], [{ by: 'team' }], true],
    ['a seat beside a pool of anybody that stands in', { userId: 'lead' }, [{ role: 'any' }, { role: 'security' }], release, true],
  ];
  it.each(joining)('asks for %s: as it should be', (_, choice, seated, ofTemplate, expected) => {
    expect(mayJoin(choice, seated, ofTemplate, place, people)).toBe(expected);
  });
});
