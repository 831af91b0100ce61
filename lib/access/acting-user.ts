import { database } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { personOf, type RightsRow, rightsColumns } from './held-rights.ts';
import type { Actor } from './policy.ts';

/** Who asked for a job, with the rights of this moment, or null for somebody who was deactivated since. A job has no session. */
export async function actingUser(userId: string): Promise<Actor | null> {
  const query = Prisma.sql`SELECT ${rightsColumns} FROM users u WHERE u.id = ${userId}::uuid AND u.status = 'active'`;
  const { rows } = await database().pool.query<RightsRow>(query.text, query.values);
  const [row] = rows;
  return row ? { ...personOf(row), sessionId: '', confirmedAt: null, token: null } : null;
}
