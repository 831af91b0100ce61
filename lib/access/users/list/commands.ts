import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { transact } from '#lib/platform/transact.ts';
import { type Actor, scopeOf } from '../../policy.ts';
import { type PeopleSort, personStatusLabels } from '../rules.ts';
import { allPeople } from './queries.ts';
import type { PeopleFilter, PersonRow } from './schema.ts';

const columns: Record<string, (person: PersonRow) => string> = {
  Name: (person) => person.name,
  Email: (person) => person.email,
  Status: (person) => personStatusLabels[person.status],
  'Organisation role': (person) => person.orgRole.name,
  Teams: (person) => person.teams.map((team) => `${team.name}: ${team.role}`).join('; '),
  'Last seen': (person) => person.lastSeenAt ?? '',
  'Second factor': (person) => (person.secondFactor ? 'yes' : 'no'),
  Created: (person) => person.createdAt,
};

/** The list as a CSV, in its order; that it was taken is recorded first. */
export async function exportPeople(actor: Actor, act: Act, filter: PeopleFilter, sort: PeopleSort, at: Date) {
  const people = await allPeople(actor, filter, sort);
  // What was searched for may be a name, which the log would keep.
  const { q, ...filters } = filter;
  await transact(scopeOf(actor), act, 'people.exported', ({ record }) =>
    record({
      event: 'people.exported',
      targetType: 'people',
      targetId: null,
      teamId: null,
      after: { filter: filters, searched: q !== undefined, count: people.length },
    }),
  );
  const lines = [csvLine(Object.keys(columns)), ...people.map((person) => csvLine(Object.values(columns).map((cell) => cell(person))))];
  const name = `gatehouse-people-${at.toISOString().slice(0, 10)}.csv`;
  return {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
    body: new Blob(lines, { type: 'text/csv; charset=utf-8' }),
  };
}
