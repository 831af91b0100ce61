import { now } from '#lib/platform/clock.ts';
import { notFound } from '#lib/platform/errors.ts';
import type { Actor } from '../../policy.ts';
import { ownScope } from '../../sessions/commands.ts';
import { changeWithin } from '../house.ts';
import { seenBy } from '../sql.ts';
import { nudge } from '../stream/hub.ts';

/** Marks one as read or unread. @throws AppError `not_found`, also for what one may not see any more */
export async function markRead(actor: Actor, id: string, isRead: boolean): Promise<void> {
  const count = await changeWithin(
    ownScope(actor.id),
    ({ tx }) => tx.$executeRaw`
      UPDATE notifications n SET read_at = CASE WHEN ${isRead} THEN coalesce(n.read_at, ${now()}) END WHERE n.id = ${id}::uuid AND ${seenBy(actor)}`,
  );
  if (count === 0) throw notFound('notification');
  nudge(actor.id);
}

/** Marks all as read that came until then. What one may not see stays as it is. */
export async function markAllRead(actor: Actor, until: string): Promise<void> {
  await changeWithin(
    ownScope(actor.id),
    ({ tx }) => tx.$executeRaw`
      UPDATE notifications n SET read_at = ${now()} WHERE n.read_at IS NULL AND n.created_at <= ${new Date(until)} AND ${seenBy(actor)}`,
  );
  nudge(actor.id);
}
