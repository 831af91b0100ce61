import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PersonDetail } from '#lib/access/users/page/schema.ts';
import { PersonOverview } from './person-overview.tsx';

const team = { teamId: '0190a0b0-0000-7000-8000-00000000000a', teamKey: 'fraud', teamName: 'Fraud', role: { key: 'lead', name: 'Lead' } };
const person: PersonDetail = {
  id: '0190a0b0-0000-7000-8000-000000000001',
  name: 'Mara',
  email: 'mara@example.org',
  sharedTeams: [],
  account: {
    status: 'active',
    orgRole: { key: 'member', name: 'Member' },
    lastSeenAt: null,
    createdAt: '2026-11-01T00:00:00.000Z',
    secondFactor: false,
    erased: false,
    version: 1,
    memberships: [{ ...team, expiresAt: null, since: '2026-11-01T00:00:00.000Z', grantedBy: null }],
    invitedUntil: null,
    toDecide: [],
    asked: [],
    sessions: null,
    tokens: null,
  },
  may: { manage: false, take: false, standIn: false, self: false },
};

/** The one address of the page that asks about rights, as it stands in the page. */
const asked = (shown: PersonDetail) => {
  const page = renderToStaticMarkup(<PersonOverview person={shown} belongings={[]} mayExplain />).replaceAll('&amp;', '&');
  const [, query = ''] = /href="\/access\?([^"]*)"/.exec(page) ?? [];
  return Object.fromEntries(new URLSearchParams(query));
};

it('asks why this person can, not why the reader can, in a team of theirs', () => {
  expect(asked(person)).toEqual({ who: person.id, team: team.teamId });
});

it('asks about a team that the reader is in too, where there is one', () => {
  const shared = { id: '0190a0b0-0000-7000-8000-00000000000b', name: 'Credit', role: 'Viewer' };
  expect(asked({ ...person, sharedTeams: [shared] })).toEqual({ who: person.id, team: shared.id });
});

it('asks without a team about whoever is in none', () => {
  expect(asked({ ...person, account: person.account && { ...person.account, memberships: [] } })).toEqual({ who: person.id });
});
