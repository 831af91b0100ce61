import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type CustomRole, roleOf } from '../held-rights.ts';
import type { Role } from '../permissions.ts';
import { type Actor, can, forbidden, teamsWith } from '../policy.ts';
import { listTokensOfService } from '../tokens/queries.ts';
import type { Token } from '../tokens/schema.ts';
import type { ServiceAccount } from './schema.ts';

/** Rows of the teams whose service accounts the actor manages. */
export const serviceScope = (actor: Actor) => {
  const teams = teamsWith(actor, 'service.manage');
  return { actorId: actor.id, read: teams, write: teams } as const;
};

type Row = {
  id: string;
  team_id: string;
  team_name: string;
  name: string;
  description: string;
  role: string;
  role_custom: CustomRole;
  status: ServiceAccount['status'];
  created_at: Date;
  created_by_name: string | null;
  tokens: number;
  last_used_at: Date | null;
  version: number;
};

const select = Prisma.sql`
  SELECT s.id, s.team_id, t.name AS team_name, s.name, s.description, s.role, s.status, s.created_at, u.name AS created_by_name, s.version,
    (SELECT json_build_object('name', r.name, 'permissions', r.permissions, 'kinds', r.kinds) FROM roles r WHERE r.key = s.role AND NOT r.built_in) AS role_custom,
    (SELECT count(*)::int FROM api_tokens a WHERE a.service_account_id = s.id AND a.revoked_at IS NULL AND a.expires_at > now()) AS tokens,
    (SELECT max(a.last_used_at) FROM api_tokens a WHERE a.service_account_id = s.id) AS last_used_at
  FROM service_accounts s JOIN teams t ON t.id = s.team_id LEFT JOIN users u ON u.id = s.created_by`;

/** The service accounts of a team, the active ones first, by name. @throws AppError `not_found` for a team out of sight, `forbidden`. */
export async function listServiceAccounts(actor: Actor, teamId: string): Promise<ServiceAccount[]> {
  mustManage(actor, teamId);
  return read(serviceScope(actor), async (reader) => {
    await mustBeTeam(reader, teamId);
    const rows = await reader.rows<Row>(
      Prisma.sql`${select} WHERE s.team_id = ${teamId}::uuid ORDER BY s.status, lower(s.name), s.id LIMIT 500`,
    );
    return rows.map((row) => accountOf(row).account);
  });
}

/** @throws AppError `not_found`, also for one of a team whose service accounts the actor does not manage. */
export const getServiceAccount = async (actor: Actor, id: string): Promise<ServiceAccount> => (await findStanding(actor, id)).account;

/** The account with its role, whose rights decide what its tokens may be made for. @throws AppError `not_found` */
export async function findStanding(actor: Actor, id: string): Promise<{ account: ServiceAccount; role: Role }> {
  const [row] = await read(serviceScope(actor), (reader) => reader.rows<Row>(Prisma.sql`${select} WHERE s.id = ${id}::uuid`));
  if (!row) throw notFound('service account');
  return accountOf(row);
}

/** Its tokens, those in force first. @throws AppError `not_found` */
export async function listServiceTokens(actor: Actor, id: string): Promise<Token[]> {
  await findStanding(actor, id);
  return listTokensOfService(id);
}

/** @throws AppError `forbidden` in a team that the actor sees, `not_found` in any other. */
export function mustManage(actor: Actor, teamId: string): void {
  if (can(actor, 'service.manage', { teamId })) return;
  const seen = can(actor, 'asset.read', { teamId }) || actor.memberships.some((each) => each.teamId === teamId);
  throw seen ? forbidden('service.manage') : notFound('team');
}

async function mustBeTeam(reader: Reader, teamId: string): Promise<void> {
  if ((await reader.rows(Prisma.sql`SELECT 1 FROM teams WHERE id = ${teamId}::uuid`)).length === 0) throw notFound('team');
}

function accountOf(row: Row): { account: ServiceAccount; role: Role } {
  const role = roleOf('team', row.role, row.role_custom);
  const account = {
    id: row.id,
    teamId: row.team_id,
    teamName: row.team_name,
    name: row.name,
    description: row.description,
    role: { key: role.key, name: role.name },
    status: row.status,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
    tokens: row.tokens,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    version: row.version,
  };
  return { account, role };
}
