/** What a person or a service account holds at this moment, as every lookup of an actor reads it. */
import { Prisma } from '#prisma/generated/client.ts';
import type { Kind } from './kinds.ts';
import { findBuiltInRole, type Permission, type Role } from './permissions.ts';
import type { Actor, Membership } from './policy.ts';

/** A custom role as the database tells it; null where the role is built in. */
export type CustomRole = { name: string; permissions: Permission[]; kinds: Kind[] } | null;
type MembershipRow = Omit<Membership, 'role'> & { role: string; custom: CustomRole };

/** Columns of `users` (as `u`) and of what hangs on them. */
export type RightsRow = {
  id: string;
  name: string;
  email: string;
  org_role: string;
  org_custom: CustomRole;
  time_zone: string;
  locale: string;
  memberships: MembershipRow[];
};

/** Memberships that have not expired, in teams that are not archived, by the teams' names. */
export const rightsColumns = Prisma.sql`
  u.id, u.name, u.email, u.org_role, u.time_zone, u.locale,
  (SELECT json_build_object('name', r.name, 'permissions', r.permissions, 'kinds', r.kinds) FROM roles r WHERE r.key = u.org_role AND NOT r.built_in) AS org_custom,
  (SELECT coalesce(json_agg(json_build_object('teamId', m.team_id, 'teamKey', t.key, 'teamName', t.name, 'role', m.role, 'expiresAt', m.expires_at,
     'custom', CASE WHEN NOT r.built_in THEN json_build_object('name', r.name, 'permissions', r.permissions, 'kinds', r.kinds) END) ORDER BY t.name), '[]')
   FROM memberships m JOIN teams t ON t.id = m.team_id JOIN roles r ON r.key = m.role
   WHERE m.user_id = u.id AND t.archived_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > now())) AS memberships`;

/** The actor of a row of `rightsColumns`, without what it acts through. */
export function personOf(row: RightsRow): Omit<Actor, 'sessionId' | 'confirmedAt' | 'token'> {
  return {
    id: row.id,
    type: 'person',
    name: row.name,
    email: row.email,
    timeZone: row.time_zone,
    locale: row.locale,
    orgRole: roleOf('organisation', row.org_role, row.org_custom),
    memberships: row.memberships.map(({ custom, ...membership }) => ({ ...membership, role: roleOf('team', membership.role, custom) })),
  };
}

/** @throws Error for a role that is neither built in nor defined, which the database's foreign key rules out. */
export function roleOf(scope: Role['scope'], key: string, custom: CustomRole): Role {
  const role = custom ? { key, scope, ...custom } : findBuiltInRole(key);
  if (!role) throw new Error(`There is no role ${key}.`);
  return role;
}
