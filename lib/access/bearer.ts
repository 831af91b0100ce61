/** Who a request's bearer token stands for: its power is its scopes and what its owner holds at this moment. */
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hashToken } from './actor.ts';
import { type CustomRole, personOf, type RightsRow, rightsColumns, roleOf } from './held-rights.ts';
import type { Permission } from './permissions.ts';
import type { Actor } from './policy.ts';
import { isWellFormed } from './tokens/format.ts';

/**
 * The token that a request carries in its Authorization header; null where there is none, or credentials of another kind, which a proxy may have
 * asked for.
 * @throws AppError `unauthenticated` for a bearer token that is not well formed; the database is not asked.
 */
export function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization')?.trim() ?? '';
  if (!/^bearer\b/i.test(header)) return null;
  const token = header.slice('bearer'.length).trim();
  if (!isWellFormed(token)) throw new AppError('unauthenticated', 'This is no token of Gatehouse: its form or its checksum is not right.');
  return token;
}

/** A row of `bearerQuery`. */
export type BearerRow = RightsRow & {
  token_id: string;
  scopes: Permission[];
  stale: boolean;
  service_id: string | null;
  service_name: string;
  team_id: string;
  team_key: string;
  team_name: string;
  role: string;
  role_custom: CustomRole;
};

/**
 * The actor that a well-formed token stands for, with the rights of this moment. One round trip; notes the use, with its address, at most
 * once a minute.
 * @throws AppError `unauthenticated`: unknown, expired, revoked, or of an owner who was deactivated or whose team was archived.
 */
export async function actorOfApiToken(token: string, address: string | null): Promise<Actor> {
  const row = await find(Prisma.sql`bearer_of(${hashToken(token)}, NULL)`, 'actor of api token');
  if (!row) throw new AppError('unauthenticated', 'This token is not known, has expired or was revoked.');
  if (row.stale)
    await database().pool.query(
      "UPDATE api_tokens SET last_used_at = now(), last_used_address = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')",
      [row.token_id, address],
    );
  return actorOfRow(row);
}

/** The actor of a token by its id, for a job that was asked for with it; null once it holds no more. */
export async function actorOfTokenId(id: string): Promise<Actor | null> {
  const row = await find(Prisma.sql`bearer_of(NULL, ${id}::uuid)`, 'actor of api token by id');
  return row ? actorOfRow(row) : null;
}

/** What a token stands for and its owner's rights; `bearer` is a call of bearer_of. */
export const bearerQuery = (bearer: Prisma.Sql): Prisma.Sql => Prisma.sql`
    SELECT b.token_id, b.scopes, b.stale, b.service_id, b.service_name, b.team_id, b.team_key, b.team_name, b.role,
      (SELECT json_build_object('name', o.name, 'permissions', o.permissions, 'kinds', o.kinds) FROM roles o WHERE o.key = b.role AND NOT o.built_in) AS role_custom,
      ${rightsColumns}
    FROM ${bearer} b LEFT JOIN users u ON u.id = b.user_id AND u.status = 'active'
    WHERE b.service_id IS NOT NULL OR u.id IS NOT NULL`;

async function find(bearer: Prisma.Sql, name: string): Promise<BearerRow | undefined> {
  const query = bearerQuery(bearer);
  const { rows } = await database().pool.query<BearerRow>({ name, text: query.text, values: query.values });
  return rows[0];
}

/** The actor of a row of `bearerQuery`. */
export function actorOfRow(row: BearerRow): Actor {
  const through = { sessionId: '', confirmedAt: null, token: { id: row.token_id, scopes: row.scopes } };
  if (row.service_id === null) return { ...personOf(row), ...through };
  const role = roleOf('team', row.role, row.role_custom);
  return {
    id: row.service_id,
    type: 'service',
    name: row.service_name,
    email: '',
    timeZone: 'UTC',
    locale: 'en-GB',
    orgRole: roleOf('organisation', 'member', null),
    memberships: [{ teamId: row.team_id, teamKey: row.team_key, teamName: row.team_name, role, expiresAt: null }],
    ...through,
  };
}
