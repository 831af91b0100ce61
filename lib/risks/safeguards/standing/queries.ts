/** Who stands behind what was done to a safeguard. */
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** Of those ids that are service accounts: who made the account or a token of it, and so can act as it. */
export async function keepersOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows<{ id: string; keepers: string[] }>(Prisma.sql`
    SELECT s.id, ARRAY(SELECT s.created_by UNION SELECT t.created_by FROM api_tokens t WHERE t.service_account_id = s.id) AS keepers
    FROM service_accounts s WHERE s.id = ANY (${[...new Set(ids)]}::uuid[])`);
  return new Map(rows.map(({ id, keepers }) => [id, keepers]));
}
