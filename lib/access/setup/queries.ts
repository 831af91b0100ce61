import { database } from '#lib/platform/database.ts';
import { hashToken } from '../actor.ts';

/** `open`: may be used now. The others say why not, as far as may be told to whoever holds the token. */
export type LinkState = 'open' | 'used' | 'expired' | 'unknown';

export async function setupLinkState(token: string): Promise<LinkState> {
  const { rows } = await database().pool.query<{ used: boolean; expired: boolean }>(
    `SELECT used_at IS NOT NULL AS used, expires_at <= now() AS expired FROM one_time_links
     WHERE token_hash = $1 AND purpose = 'first_administrator'`,
    [hashToken(token)],
  );
  const [link] = rows;
  if (!link) return 'unknown';
  if (link.used) return 'used';
  return link.expired ? 'expired' : 'open';
}
