/** The SQL that queries and commands about reviews share: who may decide, whom a review concerns, how many wait for whom. */
import { findBuiltInRole, organisationRoles, type Permission, teamRoles } from '#lib/access/permissions.ts';
import type { Query, Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Reviewer } from './assigning/rules.ts';
import type { Parties } from './policy.ts';

const builtInWith = (permission: Permission) =>
  [...organisationRoles, ...teamRoles].filter((key) => findBuiltInRole(key)?.permissions.includes(permission));

/** What a review (`r`) is called. Of a person's access with their name, which the row does not keep: whoever is erased is gone from it. */
export const shownTitle: Query = Prisma.sql`CASE WHEN r.person_id IS NULL THEN r.title
  ELSE coalesce((SELECT name FROM users WHERE id = r.person_id), 'Somebody') || ' · ' || r.title END`;

/** Does the role `r` give this permission? */
export const gives = (permission: Permission): Query =>
  Prisma.sql`(r.key = ANY (${builtInWith(permission)}) OR (NOT r.built_in AND ${permission} = ANY (r.permissions)))`;

type ReviewerRow = {
  id: string;
  name: string;
  org_role: string;
  everywhere: boolean;
  teams: { teamId: string; role: string; decides: boolean }[];
  waiting: number;
  last_assigned_at: Date | null;
  delegate: string | null;
};

/**
 * Everybody active who may decide in one of these teams, and their delegates, with what waits for each. Ordered by name.
 * @param also people who are told of whether or not they may decide anywhere
 */
export async function reviewersOf(reader: Reader, teamIds: readonly string[], at: Date, also: readonly string[] = []): Promise<Reviewer[]> {
  return told(reader, teamIds, at, also, Prisma.sql`review_loads(ARRAY(SELECT id FROM chosen))`);
}

/** As reviewersOf, for whoever asks who may and not who should: nothing is counted. */
export const ablePeople = (reader: Reader, teamIds: readonly string[], at: Date, also: readonly string[] = []): Promise<Reviewer[]> =>
  told(reader, teamIds, at, also, Prisma.sql`(SELECT id AS user_id, 0 AS waiting, NULL::timestamptz AS last_assigned_at FROM chosen)`);

async function told(reader: Reader, teamIds: readonly string[], at: Date, also: readonly string[], loads: Query): Promise<Reviewer[]> {
  const rows = await reader.rows<ReviewerRow>(Prisma.sql`
    WITH deciding AS (SELECT r.key, r.scope FROM roles r WHERE ${gives('review.decide')}),
    held AS (
      SELECT m.user_id, m.team_id, m.role, EXISTS (SELECT FROM deciding d WHERE d.key = m.role) AS decides
      FROM memberships m WHERE m.expires_at IS NULL OR m.expires_at > ${at}),
    able AS (
      SELECT u.id FROM users u WHERE u.status = 'active' AND (u.org_role IN (SELECT key FROM deciding)
        OR u.id IN (SELECT h.user_id FROM held h WHERE h.decides AND h.team_id = ANY (${teamIds}::uuid[])) OR u.id = ANY (${also}::uuid[]))),
    away AS (SELECT d.user_id, d.to_user_id FROM delegates_of(ARRAY(SELECT id FROM able), ${at}) d),
    chosen AS (SELECT id FROM able UNION SELECT w.to_user_id FROM away w JOIN users u ON u.id = w.to_user_id WHERE u.status = 'active')
    SELECT u.id, u.name, u.org_role, u.org_role IN (SELECT key FROM deciding) AS everywhere,
      coalesce((SELECT jsonb_agg(jsonb_build_object('teamId', h.team_id, 'role', h.role, 'decides', h.decides)) FROM held h WHERE h.user_id = u.id), '[]') AS teams,
      l.waiting, l.last_assigned_at, (SELECT w.to_user_id FROM away w WHERE w.user_id = u.id) AS delegate
    FROM users u JOIN ${loads} l ON l.user_id = u.id
    ORDER BY lower(u.name), u.id`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    orgRole: row.org_role,
    everywhere: row.everywhere,
    teams: row.teams,
    open: row.waiting,
    lastAssignedAt: row.last_assigned_at,
    delegateId: row.delegate,
  }));
}

/** What people know of a thing before anybody may decide on it: ids of people and of service accounts. */
export type Concerned = {
  requestedBy: string | null;
  personId: string | null;
  ownerId: string | null;
  acceptanceRequesterId: string | null;
  riskOwnerId: string | null;
  ownersThen: readonly string[];
  registeredBy: string | null;
  implementers: readonly string[];
};

/** The same with whoever can act as the service accounts among them. One question for all. */
export async function partiesOf(reader: Reader, concerned: readonly Concerned[]): Promise<Parties[]> {
  const ids = new Set(
    concerned.flatMap(({ requestedBy, registeredBy, implementers }) =>
      [requestedBy, registeredBy, ...implementers].filter((id) => id !== null),
    ),
  );
  const rows =
    ids.size === 0
      ? []
      : await reader.rows<{ id: string; person: string }>(Prisma.sql`SELECT id, person FROM people_behind(${[...ids]}::uuid[])`);
  const behind = Map.groupBy(rows, ({ id }) => id);
  const withKeepers = (each: string | null) => (each === null ? [] : [each, ...(behind.get(each) ?? []).map(({ person }) => person)]);
  return concerned.map(({ requestedBy, registeredBy, implementers, ...same }) => ({
    ...same,
    requesters: withKeepers(requestedBy),
    registrars: withKeepers(registeredBy),
    implementers: [...new Set(implementers.flatMap(withKeepers))],
  }));
}

type PartiesRow = {
  id: string;
  requested_by: string | null;
  person_id: string | null;
  owner: string | null;
  acceptance_requester: string | null;
  risk_owner: string | null;
  owners: string[];
  registered_by: string | null;
  implementers: string[];
};

/** Who implemented safeguards of an asset that a template's version asks about: ids, of `t` (a version of a template) and an asset's id. */
export const implementersOf = (assetId: Prisma.Sql): Query => Prisma.sql`ARRAY(
  SELECT DISTINCT s.implemented_by FROM jsonb_array_elements(t.content -> 'items') i JOIN safeguards s ON s.control = i ->> 'control'
  WHERE s.asset_id = ${assetId} AND s.implemented_by IS NOT NULL)`;

/** Whom these reviews concern, by their ids. */
export async function partiesOfReviews(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Parties>> {
  const rows = await reader.rows<PartiesRow>(Prisma.sql`
    SELECT r.id, r.requested_by, r.person_id, a.owner_id AS owner, c.requested_by AS acceptance_requester, k.owner_id AS risk_owner, r.owners,
      v.registered_by, ${implementersOf(Prisma.sql`r.asset_id`)} AS implementers
    FROM reviews r JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
    LEFT JOIN assets a ON a.id = r.asset_id LEFT JOIN asset_versions v ON v.id = r.version_id
    LEFT JOIN acceptances c ON c.id = r.acceptance_id LEFT JOIN risks k ON k.id = c.risk_id
    WHERE r.id = ANY (${[...ids]}::uuid[])`);
  const parties = await partiesOf(
    reader,
    rows.map((row) => ({
      requestedBy: row.requested_by,
      personId: row.person_id,
      ownerId: row.owner,
      acceptanceRequesterId: row.acceptance_requester,
      riskOwnerId: row.risk_owner,
      ownersThen: row.owners,
      registeredBy: row.registered_by,
      implementers: row.implementers,
    })),
  );
  return new Map(rows.map(({ id }, at) => [id, parties[at] as Parties]));
}
