import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { personOf, type RightsRow, rightsColumns } from '../../held-rights.ts';
import { type Actor, canEverywhere, scopeOf, teamsWith } from '../../policy.ts';
import { sessionStands } from '../../settings/sql.ts';
import { erasedDomain } from '../leaving/commands.ts';
import { hasFactor } from '../list/sql.ts';
import type { PersonStatus } from '../rules.ts';
import { hindranceToStandIn, hindranceToTake, type Standing } from '../standing.ts';
import type { PersonDetail } from './schema.ts';

type Row = RightsRow & {
  status: PersonStatus;
  version: number;
  last_seen_at: Date | null;
  created_at: Date;
  second_factor: boolean;
  has_password: boolean;
  org_role_name: string;
};
type Account = NonNullable<PersonDetail['account']>;

/** A person as far as the actor may know them. @throws AppError `not_found` */
export async function getPerson(actor: Actor, id: string): Promise<PersonDetail> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(Prisma.sql`
      SELECT ${rightsColumns}, u.status, u.version, u.last_seen_at, u.created_at, ${hasFactor} AS second_factor,
        EXISTS (SELECT FROM passwords p WHERE p.user_id = u.id) AS has_password, (SELECT r.name FROM roles r WHERE r.key = u.org_role) AS org_role_name
      FROM users u WHERE u.id = ${id}::uuid`);
    const self = id === actor.id;
    const reads = canEverywhere(actor, 'person.read');
    // Who left is in no directory.
    if (!row || (row.status !== 'active' && !reads && !self)) throw notFound('person');
    const person: Standing = { ...personOf(row), status: row.status, version: row.version, hasPassword: row.has_password };
    const manages = canEverywhere(actor, 'person.manage');
    const shared = actor.memberships.flatMap((each) => person.memberships.find((other) => other.teamId === each.teamId) ?? []);
    return {
      id,
      name: row.name,
      email: row.email,
      sharedTeams: shared.map((each) => ({ id: each.teamId, name: each.teamName, role: each.role.name })),
      account: reads || self ? await accountOf(reader, row, person, manages) : null,
      may: {
        manage: manages,
        take: manages && hindranceToTake(actor, person) === null,
        standIn: manages && hindranceToStandIn(actor, person) === null,
        self,
      },
    };
  });
}

async function accountOf(reader: Reader, row: Row, person: Standing, manages: boolean): Promise<Account> {
  const { id } = row;
  const [link] = await reader.rows<{ expires_at: Date }>(
    Prisma.sql`SELECT expires_at FROM one_time_links WHERE user_id = ${id}::uuid AND purpose = 'invitation' AND used_at IS NULL ORDER BY expires_at DESC LIMIT 1`,
  );
  const [counts] = await reader.rows<{ sessions: number; tokens: number }>(Prisma.sql`
    SELECT (SELECT count(*)::int FROM sessions s WHERE s.user_id = ${id}::uuid AND ${sessionStands}) AS sessions,
      (SELECT count(*)::int FROM api_tokens WHERE user_id = ${id}::uuid AND revoked_at IS NULL AND expires_at > now()) AS tokens`);
  return {
    status: row.status,
    orgRole: { key: row.org_role, name: row.org_role_name },
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    secondFactor: row.second_factor,
    erased: row.email.endsWith(erasedDomain),
    version: row.version,
    memberships: await membershipsOf(reader, id),
    invitedUntil: row.status === 'invited' ? (link?.expires_at.toISOString() ?? null) : null,
    toDecide: row.status === 'active' ? await requestsToDecide(reader, person) : [],
    asked: await requestsAsked(reader, id),
    sessions: manages ? (counts?.sessions ?? 0) : null,
    tokens: manages ? (counts?.tokens ?? 0) : null,
  };
}

type HeldRow = {
  team_id: string;
  team_key: string;
  team_name: string;
  role: string;
  role_name: string;
  expires_at: Date | null;
  created_at: Date;
  granted_by: string | null;
};

async function membershipsOf(reader: Reader, id: string): Promise<Account['memberships']> {
  const rows = await reader.rows<HeldRow>(Prisma.sql`
    SELECT m.team_id, t.key AS team_key, t.name AS team_name, m.role, r.name AS role_name, m.expires_at, m.created_at, g.name AS granted_by
    FROM memberships m JOIN teams t ON t.id = m.team_id JOIN roles r ON r.key = m.role LEFT JOIN users g ON g.id = m.granted_by
    WHERE m.user_id = ${id}::uuid AND t.archived_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > now()) ORDER BY lower(t.name)`);
  return rows.map((row) => ({
    teamId: row.team_id,
    teamKey: row.team_key,
    teamName: row.team_name,
    role: { key: row.role, name: row.role_name },
    expiresAt: row.expires_at?.toISOString() ?? null,
    since: row.created_at.toISOString(),
    grantedBy: row.granted_by,
  }));
}

type RequestRow = { id: string; person: string; team: string; role: string; created_at: Date };
const requests = Prisma.sql`
  SELECT a.id, u.name AS person, t.name AS team, r.name AS role, a.created_at
  FROM access_requests a JOIN users u ON u.id = a.user_id JOIN teams t ON t.id = a.team_id JOIN roles r ON r.key = a.role WHERE a.status = 'open'`;
const shownRequests = 20;

async function requestsToDecide(reader: Reader, person: Standing): Promise<Account['toDecide']> {
  const teams = teamsWith({ ...nobody, ...person }, 'member.manage');
  if (teams !== 'every' && teams.length === 0) return [];
  const within = teams === 'every' ? Prisma.empty : Prisma.sql`AND a.team_id = ANY (${teams}::uuid[])`;
  const rows = await reader.rows<RequestRow>(
    Prisma.sql`${requests} AND a.user_id <> ${person.id}::uuid ${within} ORDER BY a.created_at LIMIT ${shownRequests}`,
  );
  return rows.map(({ created_at: at, ...request }) => ({ ...request, at: at.toISOString() }));
}

async function requestsAsked(reader: Reader, id: string): Promise<Account['asked']> {
  const rows = await reader.rows<RequestRow>(
    Prisma.sql`${requests} AND a.user_id = ${id}::uuid ORDER BY a.created_at LIMIT ${shownRequests}`,
  );
  return rows.map(({ id: request, team, role, created_at: at }) => ({ id: request, team, role, at: at.toISOString() }));
}

/** What an actor has beside their rights, for asking after the rights of somebody who does not act. */
const nobody = { type: 'person', timeZone: 'UTC', locale: 'en-GB', sessionId: '', confirmedAt: null, token: null } as const;
