/** What the bank made of access besides: a role of its own, roles that end, and requests that wait or were decided. */
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { after, momentOf } from './moments.ts';
import type { PersonKey } from './people.ts';
import type { TeamKey } from './teams.ts';

const day = 86_400_000;

const steward = {
  name: 'Data steward',
  description: 'Keeps data sets in order for a team without building models: describes, versions and records where data come from.',
  permissions: ['asset.read', 'asset.export', 'asset.edit', 'version.register', 'lineage.edit'],
  kinds: ['dataset'],
};

type Granted = { person: PersonKey; team: TeamKey; role: 'steward' | 'developer'; by: PersonKey; daysAgo: number; forDays: number };
const granted: Granted[] = [
  { person: 'felix', team: 'fraud-analytics', role: 'developer', by: 'dana', daysAgo: 19, forDays: 11 },
  { person: 'sofia', team: 'customer-assistant', role: 'steward', by: 'leila', daysAgo: 26, forDays: 64 },
];

type Asked = {
  person: PersonKey;
  team: TeamKey;
  role: string;
  reason: string;
  daysAgo: number;
  forDays: number | null;
  decided?: { by: PersonKey; daysAgo: number; status: 'refused'; note: string };
};
const asked: Asked[] = [
  {
    person: 'arjun',
    team: 'fraud-analytics',
    role: 'data_scientist',
    reason: 'We want to reuse the card transaction embeddings for churn. I would register the versions that we retrain together with Hana.',
    daysAgo: 2,
    forDays: 90,
  },
  {
    person: 'minh',
    team: 'ml-platform',
    role: 'cloud_admin',
    reason: 'The assistant’s inference nodes need new network rules, and I would rather do it than wait for it.',
    daysAgo: 41,
    forDays: null,
    decided: {
      by: 'aroha',
      daysAgo: 40,
      status: 'refused',
      note: 'Samuel changes these with you on Thursday; the rules stay with the platform.',
    },
  },
];

/** Rows and their history. `userId` and `teamId` know everyone and every team of the bank. */
export function accessRows(
  now: Date,
  history: History,
  userId: (key: PersonKey) => string | null,
  teamId: (key: TeamKey) => string | undefined,
) {
  const rows = { roles: [] as Row[], memberships: [] as Row[], access_requests: [] as Row[] };
  const made = momentOf(now, 96, steward.name);
  const key = newId(made.getTime());
  const defined = { ...steward, scope: 'team', copied_from: 'data_scientist' };
  rows.roles.push({ key, ...defined, created_at: made, updated_at: made, version: 1 });
  history.record({
    event: 'role.created',
    at: made,
    actorId: userId('ingrid'),
    target: ['role', key],
    after: { ...steward, scope: 'team', copiedFrom: 'data_scientist' },
  });
  for (const { person, team, by, daysAgo, forDays, ...each } of granted) {
    const at = momentOf(now, daysAgo, `${person} ${team}`);
    const expires_at = new Date(at.getTime() + (daysAgo + forDays) * day);
    const role = each.role === 'steward' ? key : each.role;
    rows.memberships.push({ team_id: teamId(team), user_id: userId(person), role, expires_at, granted_by: userId(by), created_at: at });
    history.record({
      event: 'membership.granted',
      at,
      actorId: userId(by),
      target: ['user', userId(person)],
      teamId: teamId(team),
      after: { role, expiresAt: expires_at.toISOString() },
    });
  }
  for (const request of asked) rows.access_requests.push(requestRow(now, history, request, userId, teamId));
  return rows;
}

function requestRow(
  now: Date,
  history: History,
  { person, team, role, reason, daysAgo, forDays, decided }: Asked,
  userId: (key: PersonKey) => string | null,
  teamId: (key: TeamKey) => string | undefined,
): Row {
  const at = momentOf(now, daysAgo, `${person} asks ${team}`);
  const until = forDays === null ? null : new Date(at.getTime() + forDays * day);
  const id = newId(at.getTime());
  const about = { target: ['access_request', id] as [string, string], teamId: teamId(team) };
  history.record({ event: 'access.requested', at, actorId: userId(person), ...about, after: { role, until, reason } });
  const row = { id, team_id: teamId(team), user_id: userId(person), role, reason, until, created_at: at };
  if (!decided) return { ...row, status: 'open', decided_by: null, decided_at: null, note: null };
  const { status, note } = decided;
  const decided_at = after(`${person} ${team} decided`, at, momentOf(now, decided.daysAgo, `${person} ${team}`));
  history.record({
    event: `access.${status}`,
    at: decided_at,
    actorId: userId(decided.by),
    ...about,
    before: { status: 'open', role, until },
    after: { status, note, userId: userId(person) },
  });
  return { ...row, status, decided_by: userId(decided.by), decided_at, note };
}
