/** Rights that expire go by themselves. Reading never counts an expired one; this takes it out of the books, and says so in the log. */
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { transact } from '#lib/platform/transact.ts';
import type { Membership as StoredMembership } from '#prisma/generated/client.ts';
import { tell } from '../notices/commands.ts';
import { houseScope } from '../policy.ts';
import { eventOf, told } from './commands.ts';

/** Ended at once, in one transaction. */
const batch = 500;

/** Ends memberships whose time has passed, at most 500 a transaction, until none is left; returns how many. Running it twice ends nothing twice. */
export async function expireMemberships(): Promise<number> {
  let ended = 0;
  for (;;) {
    const some = await expireSome();
    ended += some;
    if (some < batch) return ended;
  }
}

async function expireSome(): Promise<number> {
  const operationId = newId();
  const act = { actorId: null, requestId: `expiry ${operationId}`, operationId };
  return transact(houseScope(null), act, 'membership.expired', async (change) => {
    const { tx, record, unchanged } = change;
    const due = await tx.$queryRaw<Pick<StoredMembership, 'teamId' | 'userId'>[]>`
      SELECT team_id AS "teamId", user_id AS "userId" FROM memberships WHERE expires_at <= ${now()} ORDER BY team_id, user_id
      LIMIT ${batch} FOR UPDATE SKIP LOCKED`;
    if (due.length === 0) {
      unchanged();
      return 0;
    }
    const expired = await tx.membership.findMany({ where: { OR: due } });
    await tx.membership.deleteMany({ where: { OR: due } });
    await record(...expired.map((each) => eventOf('membership.expired', each, { before: told(each) })));
    for (const { userId, teamId, role } of expired)
      await tell(change, { event: 'membership.expired', userIds: [userId], ids: { teamId, role }, key: operationId });
    return expired.length;
  });
}
