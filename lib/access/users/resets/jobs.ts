import { newId } from '#lib/platform/identifiers.ts';
import type { Run } from '#lib/platform/jobs.ts';
import { transact } from '#lib/platform/transact.ts';
import { makeLink } from '../../links/commands.ts';
import { houseScope } from '../../policy.ts';
import { standingOf } from '../standing.ts';

/** So many minutes no second mail is sent to somebody who asked for one: nobody fills another's mailbox. */
const quietMinutes = 5;

/** Mails a link to a new password to who said they forgot theirs: an active person who has one. For anybody else nothing happens. */
export async function mailForgotten({ ids }: Run): Promise<void> {
  const { userId = '', requestId = '' } = ids;
  await transact(houseScope(null), { actorId: null, requestId, operationId: newId() }, 'password.reset_asked', async (change) => {
    const [person] = await standingOf(change, [userId]);
    const since = new Date(Date.now() - quietMinutes * 60_000);
    const recent = await change.tx.oneTimeLink.count({ where: { userId, purpose: 'password_reset', createdAt: { gt: since } } });
    if (person?.status !== 'active' || !person.hasPassword || recent > 0) return change.unchanged();
    await change.record({ event: 'password.reset_asked', targetType: 'user', targetId: userId, teamId: null });
    await makeLink(change, 'password_reset', userId);
  });
}
