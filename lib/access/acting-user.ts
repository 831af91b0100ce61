import { database } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actorOfTokenId } from './bearer.ts';
import { personOf, type RightsRow, rightsColumns } from './held-rights.ts';
import type { Actor } from './policy.ts';

/** Who asks for a job, as ids that it may carry: the token too, so that the job has no more power than the request had. */
export const askerOf = (actor: Actor) => ({ actorId: actor.id, tokenId: actor.token?.id ?? '' });

/**
 * Who asked for a job, with the rights of this moment, or null for somebody who was deactivated since, or whose token holds no more. A job
 * has no session.
 */
export async function actingUser(userId: string, tokenId = ''): Promise<Actor | null> {
  if (tokenId !== '') return actorOfTokenId(tokenId);
  const query = Prisma.sql`SELECT ${rightsColumns} FROM users u WHERE u.id = ${userId}::uuid AND u.status = 'active'`;
  const { rows } = await database().pool.query<RightsRow>(query.text, query.values);
  const [row] = rows;
  return row ? { ...personOf(row), sessionId: '', confirmedAt: null, token: null } : null;
}
