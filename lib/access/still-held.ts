/** Rights are read when a request comes in, and again in the transaction of its change: between the two they may have been taken away. */
import type { Act } from '#lib/platform/audit.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actorOfRow, type BearerRow, bearerQuery } from './bearer.ts';
import { personOf, type RightsRow, rightsColumns } from './held-rights.ts';
import type { Role } from './permissions.ts';
import type { Actor } from './policy.ts';

type Rights = Pick<Actor, 'orgRole' | 'memberships'>;

/**
 * What the transaction of the actor's change asks before it goes on: reads the rights again and holds them against those that were checked.
 * @throws AppError `unauthenticated` for whoever may not act at all any more, `conflict` where the rights are others by now.
 */
export const stillHeld =
  (actor: Actor): NonNullable<Act['recheck']> =>
  async (rows) => {
    const now = actor.token ? await rightsOfToken(actor.token.id, rows) : await rightsOfPerson(actor.id, rows);
    if (!now) throw new AppError('unauthenticated', 'Your access ended while this was being done. Nothing was changed.');
    if (fingerprint(now) !== fingerprint(actor))
      throw new AppError('conflict', 'Your rights changed while this was being done. Nothing was changed; look again, and try once more.');
  };

type Rows = Parameters<NonNullable<Act['recheck']>>[0];

async function rightsOfPerson(id: string, rows: Rows): Promise<Rights | null> {
  const [row] = await rows<RightsRow>(Prisma.sql`SELECT ${rightsColumns} FROM users u WHERE u.id = ${id}::uuid AND u.status = 'active'`);
  return row ? personOf(row) : null;
}

async function rightsOfToken(id: string, rows: Rows): Promise<Rights | null> {
  const [row] = await rows<BearerRow>(bearerQuery(Prisma.sql`bearer_of(NULL, ${id}::uuid)`));
  return row ? actorOfRow(row) : null;
}

const told = ({ key, permissions, kinds }: Role) => [key, [...permissions].sort(), [...kinds].sort()];

const fingerprint = ({ orgRole, memberships }: Rights): string =>
  JSON.stringify([told(orgRole), memberships.map(({ teamId, role }) => [teamId, told(role)]).sort()]);
