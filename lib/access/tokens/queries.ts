import { now } from '#lib/platform/clock.ts';
import { database } from '#lib/platform/database.ts';
import type { Permission } from '../permissions.ts';
import type { Actor } from '../policy.ts';
import { tokenState } from './rules.ts';
import type { Token } from './schema.ts';

type Row = {
  id: string;
  name: string;
  hint: string;
  scopes: Permission[];
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  last_used_address: string | null;
  created_by_name: string | null;
};

/** The actor's own tokens: those in force first, the newest first among them. */
export const listOwnTokens = (actor: Actor): Promise<Token[]> => listTokens('user_id', actor.id);

/** The tokens of a service account; whether the caller may see them is decided before. */
export const listTokensOfService = (serviceAccountId: string): Promise<Token[]> => listTokens('service_account_id', serviceAccountId);

async function listTokens(owner: 'user_id' | 'service_account_id', id: string): Promise<Token[]> {
  const { rows } = await database().pool.query<Row>(
    `SELECT t.id, t.name, t.hint, t.scopes, t.created_at, t.expires_at, t.revoked_at, t.last_used_at, t.last_used_address, u.name AS created_by_name
     FROM api_tokens t LEFT JOIN users u ON u.id = t.created_by
     WHERE t.${owner} = $1 ORDER BY t.revoked_at IS NOT NULL OR t.expires_at <= now(), t.created_at DESC, t.id LIMIT 500`,
    [id],
  );
  return rows.map(tokenOf);
}

function tokenOf(row: Row): Token {
  const dates = { createdAt: row.created_at, expiresAt: row.expires_at, revokedAt: row.revoked_at };
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    state: tokenState(dates, now()),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastUsedAddress: row.last_used_address,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
