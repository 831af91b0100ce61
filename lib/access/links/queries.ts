import { database } from '#lib/platform/database.ts';
import { hashToken } from '../actor.ts';
import type { LinkPurpose } from './rules.ts';
import type { LinkState } from './schema.ts';

type Row = { id: string; user_id: string; name: string; email: string; org_role: string; status: string; used: boolean; expired: boolean };

/** How the link of this token stands. Who holds no open one learns of no person. */
export async function lookAtLink(purpose: LinkPurpose, token: string): Promise<LinkState> {
  const row = await linkBy('l.token_hash = $1 AND l.purpose = $2', [hashToken(token), purpose]);
  if (!row || row.used || !fits(purpose, row.status)) return { state: 'ended', person: null };
  if (row.expired) return { state: 'expired', person: null };
  return { state: 'open', person: { name: row.name, email: row.email } };
}

export type OpenLink = { purpose: LinkPurpose; expiresAt: Date; person: { name: string; email: string; timeZone: string; locale: string } };

/** The link that a mail is about, if it still holds; null otherwise. */
export async function findOpenLink(id: string): Promise<OpenLink | null> {
  const row = await linkBy('l.id = $1', [id]);
  if (!row || row.used || row.expired || !fits(row.purpose, row.status)) return null;
  const { name, email, time_zone: timeZone, locale } = row;
  return { purpose: row.purpose, expiresAt: row.expires_at, person: { name, email, timeZone, locale } };
}

/** Whom an open link is for; null where it holds no more. For commands alone: the id goes to nobody. */
export async function findLinkHolder(
  purpose: LinkPurpose,
  token: string,
): Promise<{ id: string; name: string; email: string; orgRole: string } | null> {
  const row = await linkBy('l.token_hash = $1 AND l.purpose = $2', [hashToken(token), purpose]);
  if (!row || row.used || row.expired || !fits(purpose, row.status)) return null;
  return { id: row.user_id, name: row.name, email: row.email, orgRole: row.org_role };
}

/** An invitation is for who has not joined, a reset for who has. */
const fits = (purpose: LinkPurpose, status: string) => status === (purpose === 'invitation' ? 'invited' : 'active');

async function linkBy(condition: string, values: unknown[]) {
  const { rows } = await database().pool.query<Row & { purpose: LinkPurpose; expires_at: Date; time_zone: string; locale: string }>(
    `SELECT l.id, l.purpose, l.expires_at, l.used_at IS NOT NULL AS used, l.expires_at <= now() AS expired,
       u.id AS user_id, u.name, u.email, u.org_role, u.status, u.time_zone, u.locale
     FROM one_time_links l JOIN users u ON u.id = l.user_id WHERE ${condition}`,
    values,
  );
  return rows[0];
}
