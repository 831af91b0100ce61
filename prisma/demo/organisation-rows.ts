import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { after, latest, momentOf } from './moments.ts';
import { type DemoPerson, type PersonKey, people } from './people.ts';
import { type TeamKey, teams } from './teams.ts';

export type Organisation = {
  users: Row[];
  teams: Row[];
  memberships: Row[];
  userIds: Map<PersonKey, string>;
  teamIds: Map<TeamKey, string>;
};

const entriesOf = <Key extends string, Value>(record: Partial<Record<Key, Value>>) => Object.entries(record) as [Key, Value][];

/** People, teams and who is in which; the administrator set them up. */
export function organisationRows(now: Date, history: History): Organisation {
  const made: Organisation = { users: [], teams: [], memberships: [], userIds: new Map(), teamIds: new Map() };
  for (const [key, person] of entriesOf<PersonKey, DemoPerson>(people)) addPerson(now, history, made, key, person);
  for (const { key, name, daysAgo } of teams) {
    const at = momentOf(now, daysAgo, key);
    const id = newId(at.getTime());
    made.teamIds.set(key, id);
    made.teams.push({ id, key, name, created_at: at, updated_at: at, version: 1 });
    history.record({ event: 'team.created', at, actorId: administrator(made), target: ['team', id], teamId: id, after: { key, name } });
  }
  for (const [key, person] of entriesOf<PersonKey, DemoPerson>(people))
    for (const [team, role] of entriesOf(person.teams)) addMembership(history, made, [key, team, role], latestOf(now, person, team));
  return made;
}

const administrator = (made: Organisation) => made.userIds.get('ingrid') ?? null;

/** A person joins a team no earlier than both exist. */
function latestOf(now: Date, person: DemoPerson, team: TeamKey): Date {
  const founded = teams.find((each) => each.key === team)?.daysAgo ?? 0;
  return after(`${person.email} ${team}`, latest(momentOf(now, person.daysAgo, person.email), momentOf(now, founded, team)));
}

function addPerson(now: Date, history: History, made: Organisation, key: PersonKey, person: DemoPerson) {
  const at = momentOf(now, person.daysAgo, person.email);
  const left = person.left ? momentOf(now, person.left, `${person.email} left`) : undefined;
  const id = newId(at.getTime());
  made.userIds.set(key, id);
  made.users.push({
    id,
    email: person.email,
    name: person.name,
    org_role: person.orgRole,
    status: left ? 'deactivated' : person.invited ? 'invited' : 'active',
    last_seen_at: person.invited ? null : lastSeen(now, person),
    time_zone: person.timeZone,
    demonstration: true,
    created_at: at,
    updated_at: left ?? at,
    version: left ? 2 : 1,
  });
  const target: [string, string] = ['user', id];
  const { name, email, orgRole } = person;
  history.record({
    event: person.invited ? 'user.invited' : 'user.created',
    at,
    actorId: administrator(made),
    target,
    after: { name, email, orgRole },
  });
  if (left)
    history.record({
      event: 'user.deactivated',
      at: left,
      actorId: administrator(made),
      target,
      before: { status: 'active' },
      after: { status: 'deactivated' },
    });
}

/** In the last days for most; who left was last seen the day before. */
function lastSeen(now: Date, { email, seen, left }: DemoPerson): Date {
  return momentOf(now, seen ?? (left ? left + 1 : 1 + (email.length % 4)), `${email} seen`);
}

function addMembership(history: History, made: Organisation, [key, team, role]: [PersonKey, TeamKey, string], at: Date) {
  const [teamId, userId] = [made.teamIds.get(team), made.userIds.get(key)];
  made.memberships.push({ team_id: teamId, user_id: userId, role, expires_at: null, granted_by: administrator(made), created_at: at });
  history.record({
    event: 'membership.granted',
    at,
    actorId: administrator(made),
    target: ['user', userId ?? null],
    teamId,
    after: { role },
  });
}
