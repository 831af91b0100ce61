import { database } from '#lib/platform/database.ts';
import { signedOut } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../policy.ts';
import { factorRequired, requiredNow, shortPassword } from '../settings/sql.ts';
import type { Factors } from './schema.ts';

type Row = {
  totp_at: Date | null;
  codes_left: number;
  required: boolean;
  short: boolean;
  has_password: boolean;
  passkeys: { id: string; name: string; added_at: string; last_used_at: string | null; backed_up: boolean }[];
};

const iso = (time: string) => new Date(time).toISOString();

/** What the actor has, and whether they could do without. */
export async function getFactors(actor: Actor): Promise<Factors> {
  const query = Prisma.sql`
    SELECT (SELECT f.created_at FROM totp_secrets f WHERE f.user_id = u.id) AS totp_at,
      (SELECT count(*)::int FROM recovery_codes f WHERE f.user_id = u.id AND f.used_at IS NULL) AS codes_left,
      ${factorRequired(requiredNow)} AS required, ${shortPassword} AS short,
      EXISTS (SELECT FROM passwords p WHERE p.user_id = u.id) AS has_password,
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'added_at', f.created_at, 'last_used_at', f.last_used_at,
         'backed_up', f.backed_up) ORDER BY f.created_at, f.id), '[]') FROM passkeys f WHERE f.user_id = u.id) AS passkeys
    FROM users u WHERE u.id = ${actor.id}::uuid`;
  const { rows } = await database().pool.query<Row>(query.text, query.values);
  const [row] = rows;
  if (!row) throw signedOut();
  return {
    totp: row.totp_at ? { addedAt: row.totp_at.toISOString() } : null,
    passkeys: row.passkeys.map((each) => ({
      id: each.id,
      name: each.name,
      addedAt: iso(each.added_at),
      lastUsedAt: each.last_used_at && iso(each.last_used_at),
      backedUp: each.backed_up,
    })),
    recoveryCodesLeft: row.codes_left,
    required: row.required ? 'organisation' : row.short ? 'short password' : null,
    hasPassword: row.has_password,
  };
}
