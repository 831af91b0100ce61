/** The list's SQL in one place: its conditions over `users u`, its columns, and a row as it is answered. */
import { Prisma } from '#prisma/generated/client.ts';
import type { PersonStatus, SeenSpan } from '../rules.ts';
import type { PeopleFacet, PeopleFilter, PersonRow } from './schema.ts';

/** In force: not expired, and in a team that is not archived. */
export const inForce = Prisma.sql`t.archived_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > now())`;

/** In which span a person was last seen. */
export const seenSpan = Prisma.sql`CASE
  WHEN u.last_seen_at IS NULL THEN 'never'
  WHEN u.last_seen_at > now() - interval '1 day' THEN 'day'
  WHEN u.last_seen_at > now() - interval '7 days' THEN 'week'
  WHEN u.last_seen_at > now() - interval '30 days' THEN 'month'
  WHEN u.last_seen_at > now() - interval '90 days' THEN 'quarter'
  ELSE 'longer' END`;

export const hasFactor = Prisma.sql`(EXISTS (SELECT FROM totp_secrets f WHERE f.user_id = u.id) OR EXISTS (SELECT FROM passkeys f WHERE f.user_id = u.id))`;

/** The conditions of a filter, joined. @param without a facet whose own filter is left out, because its counts are about the other values */
export function conditions(filter: PeopleFilter, without?: PeopleFacet): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  const { q, team, role, seen, factor } = filter;
  if (without !== 'status') parts.push(Prisma.sql`u.status = ANY (${filter.status ?? (['invited', 'active'] satisfies PersonStatus[])})`);
  if (team?.length && without !== 'team')
    parts.push(
      Prisma.sql`EXISTS (SELECT FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = u.id AND t.key = ANY (${team}) AND ${inForce})`,
    );
  if (role?.length && without !== 'role')
    parts.push(
      Prisma.sql`(u.org_role = ANY (${role}) OR EXISTS (SELECT FROM memberships m JOIN teams t ON t.id = m.team_id WHERE m.user_id = u.id AND m.role = ANY (${role}) AND ${inForce}))`,
    );
  if (seen?.length && without !== 'seen') parts.push(Prisma.sql`${seenSpan} = ANY (${seen satisfies SeenSpan[]})`);
  if (factor?.length === 1 && without !== 'factor') parts.push(factor[0] === 'has' ? hasFactor : Prisma.sql`NOT ${hasFactor}`);
  // Each word stands somewhere in the name or the mail, in any order.
  for (const word of q?.toLowerCase().split(/\s+/) ?? [])
    if (word) parts.push(Prisma.sql`(strpos(lower(u.name), ${word}) > 0 OR strpos(u.email, ${word}) > 0)`);
  return parts.length ? Prisma.join(parts, ' AND ') : Prisma.sql`true`;
}

export type ListedPerson = {
  id: string;
  name: string;
  email: string;
  status: PersonStatus;
  role_key: string;
  role_name: string;
  teams: { name: string; role: string }[];
  last_seen_at: Date | null;
  second_factor: boolean;
  created_at: Date;
};

export const rowColumns = Prisma.sql`
  u.id, u.name, u.email, u.status, u.org_role AS role_key, (SELECT r.name FROM roles r WHERE r.key = u.org_role) AS role_name,
  (SELECT coalesce(json_agg(json_build_object('name', t.name, 'role', r.name) ORDER BY lower(t.name)), '[]')
   FROM memberships m JOIN teams t ON t.id = m.team_id JOIN roles r ON r.key = m.role WHERE m.user_id = u.id AND ${inForce}) AS teams,
  u.last_seen_at, ${hasFactor} AS second_factor, u.created_at`;

export const toRow = (row: ListedPerson): PersonRow => ({
  id: row.id,
  name: row.name,
  email: row.email,
  status: row.status,
  orgRole: { key: row.role_key, name: row.role_name },
  teams: row.teams,
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  secondFactor: row.second_factor,
  createdAt: row.created_at.toISOString(),
});
