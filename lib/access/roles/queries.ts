import { createHash } from 'node:crypto';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { principalsOf } from '../explain/queries.ts';
import { holds } from '../explain/rules.ts';
import { roleOf } from '../held-rights.ts';
import type { Kind } from '../kinds.ts';
import { builtInRoles, findBuiltInRole, type Permission, type Role } from '../permissions.ts';
import { type Actor, canEverywhere, forbidden, houseScope } from '../policy.ts';
import { changesOf, type HolderChange, type RoleRights, settled } from './rules.ts';
import type { RoleHolders, RolePreview, RolePreviewInput, RoleRow } from './schema.ts';

type Row = {
  key: string;
  scope: Role['scope'];
  name: string;
  description: string;
  permissions: Permission[];
  kinds: Kind[];
  built_in: boolean;
  copied_from: string | null;
  copied_name: string | null;
  retired_at: Date | null;
  version: number;
  holders: number;
};

/** Every role, the organisation's first: built-in ones in their order, then custom ones by name, retired ones last. */
export async function listRoles(actor: Actor): Promise<RoleRow[]> {
  const knows = knowsHolders(actor);
  const rows = await read(houseScope(actor.id), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT r.key, r.scope, r.name, r.description, r.permissions, r.kinds, r.built_in, r.copied_from, c.name AS copied_name, r.retired_at, r.version,
        (SELECT count(*) FROM users u WHERE u.org_role = r.key AND u.status <> 'deactivated')::int
        + (SELECT count(DISTINCT m.user_id) FROM memberships m JOIN users u ON u.id = m.user_id JOIN teams t ON t.id = m.team_id
           WHERE m.role = r.key AND u.status <> 'deactivated' AND t.archived_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > now()))::int
        + (SELECT count(*) FROM service_accounts s WHERE s.role = r.key AND s.status = 'active')::int AS holders
      FROM roles r LEFT JOIN roles c ON c.key = r.copied_from
      ORDER BY r.scope, NOT r.built_in, r.retired_at IS NOT NULL, lower(r.name), r.key`),
  );
  const order = builtInRoles.map((role) => role.key);
  const place = (row: Row) => (row.built_in ? order.indexOf(row.key) : order.length);
  const scopes = ['organisation', 'team'];
  return rows
    .toSorted((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope) || place(a) - place(b))
    .map((row) => ({
      key: row.key,
      scope: row.scope,
      name: row.name,
      description: row.description,
      permissions: findBuiltInRole(row.key)?.permissions ?? row.permissions,
      kinds: findBuiltInRole(row.key)?.kinds ?? row.kinds,
      builtIn: row.built_in,
      copiedFrom: row.copied_from && row.copied_name ? { key: row.copied_from, name: row.copied_name } : null,
      retiredAt: row.retired_at?.toISOString() ?? null,
      version: row.version,
      holders: knows ? row.holders : null,
    }));
}

/** Who holds which role is for those who define roles, or who may see people's rights. */
const knowsHolders = (actor: Actor): boolean => canEverywhere(actor, 'role.manage') || canEverywhere(actor, 'person.read');

/** The most holders that are named. */
const mostHolders = 500;

/** Who holds the role and where, people first, by name; at most 500. @throws AppError `forbidden`, `not_found`. */
export async function listHoldersOfRole(actor: Actor, key: string): Promise<RoleHolders> {
  if (!knowsHolders(actor)) throw forbidden('person.read');
  await getRole(actor, key);
  const principals = await read(houseScope(actor.id), (reader) => holdersOfRole(reader, key));
  const holders = principals.flatMap(({ id, type, name, orgRole, memberships }) => {
    const principal = { id, type, name };
    const inTeams = memberships
      .filter((each) => each.role.key === key && holds(each, now()))
      .map((each) => ({ principal, team: { id: each.teamId, name: each.teamName }, expiresAt: each.expiresAt }));
    return orgRole.key === key && type === 'person' ? [{ principal, team: null, expiresAt: null }, ...inTeams] : inTeams;
  });
  return { holders: holders.slice(0, mostHolders) };
}

/** @throws AppError `not_found` */
export async function getRole(actor: Actor, key: string): Promise<RoleRow> {
  const role = (await listRoles(actor)).find((each) => each.key === key);
  if (!role) throw notFound('role');
  return role;
}

/** A role as it stands, within a change; null where there is none of this key. */
export async function findRole(tx: Change['tx'], key: string): Promise<(Role & { retired: boolean }) | null> {
  const row = await tx.role.findUnique({ where: { key } });
  if (!row) return null;
  const scope = row.scope as Role['scope'];
  const custom = row.builtIn ? null : { name: row.name, permissions: row.permissions as Permission[], kinds: row.kinds as Kind[] };
  return { ...roleOf(scope, row.key, custom), scope, retired: row.retiredAt !== null };
}

/** The most changes that are listed at once. */
const listed = 200;

/** Who gains and loses what if the role's rights became these. @throws AppError `not_found`, `conflict` for a version that is not the standing one. */
export async function previewRole(actor: Actor, { key, version, offset, ...rights }: RolePreviewInput): Promise<RolePreview> {
  return read(houseScope(actor.id), async (reader) => {
    const [role] = await reader.rows<{ scope: Role['scope']; version: number; built_in: boolean }>(
      Prisma.sql`SELECT scope, version, built_in FROM roles WHERE key = ${key}`,
    );
    if (!role || role.built_in) throw notFound('custom role');
    if (role.version !== version)
      throw new AppError('conflict', 'Somebody else changed this role in the meantime. Load the page again to see what it gives now.');
    const { changes, holders } = await changesIf(reader, key, { scope: role.scope, ...settled(rights) });
    return {
      seen: fingerprint(changes),
      holders,
      gaining: countOf(changes, 'gained'),
      losing: countOf(changes, 'lost'),
      total: changes.length,
      changes: changes.slice(offset, offset + listed),
    };
  });
}

const countOf = (changes: readonly HolderChange[], side: 'gained' | 'lost') =>
  new Set(changes.filter((each) => each[side].length > 0).map((each) => each.principal.id)).size;

/** Every active person and service account with the role of this key, and everything they hold besides. */
const holdersOfRole = (reader: Pick<Reader, 'rows'>, key: string) =>
  principalsOf(
    reader,
    Prisma.sql`u.status = 'active' AND (u.org_role = ${key} OR EXISTS (SELECT FROM memberships h WHERE h.user_id = u.id AND h.role = ${key}))`,
    Prisma.sql`s.status = 'active' AND s.role = ${key}`,
  );

/** All changes, and how many active holders there are. */
export async function changesIf(reader: Pick<Reader, 'rows'>, key: string, wanted: RoleRights) {
  const holders = await holdersOfRole(reader, key);
  return { changes: changesOf(holders, key, wanted, now()), holders: holders.length };
}

/** Stands for exactly these changes: SHA-256 over who, where and what. */
export const fingerprint = (changes: readonly HolderChange[]): string =>
  createHash('sha256')
    .update(JSON.stringify(changes.map(({ principal, team, gained, lost }) => [principal.id, team?.id ?? null, gained, lost])))
    .digest('hex');
