/** What becomes of seats and tasks when somebody leaves, or may not decide any more. */
import type { Belongings } from '#lib/access/users/belongings.ts';
import { now } from '#lib/platform/clock.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { giveSeats, type HeldSeat, openSeats, undecidedSeats } from '../delegations/moving/commands.ts';
import { gives } from '../sql.ts';

/** Of open reviews, without a vote in this round. */
const waitingSeats = (personId: string) => Prisma.sql`
  SELECT count(*)::int AS count FROM review_seats s JOIN reviews r ON r.id = s.review_id
  WHERE s.user_id = ${personId}::uuid AND s.released_at IS NULL AND r.status IN ('open', 'changes')
    AND NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = s.user_id)`;

/** The seats on which a person has not decided. A successor gets those on which they may; the rest is open to whoever may claim it. */
export const heldSeats: Belongings = {
  one: 'review to decide',
  many: 'reviews to decide',
  href: (personId) => `/reviews?status=open&reviewer=${personId}`,
  count: async (reader, personId) => (await reader.rows<{ count: number }>(waitingSeats(personId)))[0]?.count ?? 0,
  handOver: async (change, fromId, toId) => {
    const seats = await undecidedSeats(change, fromId);
    const { moved, kept } = await giveSeats(change, seats, { userId: toId, source: 'hand', delegatedFrom: () => null });
    await openSeats(
      change,
      kept.map(({ seat }) => seat),
    );
    return moved.length;
  },
};

type TaskRow = { id: string; review_id: string; team_id: string; title: string };

/** The conditions that a person should meet. */
export const ownedTasks: Belongings = {
  one: 'task of a review',
  many: 'tasks of reviews',
  href: () => '/work',
  count: async (reader, personId) =>
    (
      await reader.rows<{ count: number }>(
        Prisma.sql`SELECT count(*)::int AS count FROM review_tasks WHERE owner_id = ${personId}::uuid AND done_at IS NULL AND missed_at IS NULL`,
      )
    )[0]?.count ?? 0,
  handOver: async ({ tx, record }, fromId, toId) => {
    const rows = await tx.$queryRaw<TaskRow[]>`
      UPDATE review_tasks SET owner_id = ${toId}::uuid, version = version + 1 WHERE owner_id = ${fromId}::uuid AND done_at IS NULL AND missed_at IS NULL
      RETURNING id, review_id, team_id, title`;
    await record(
      ...rows.map(({ id, review_id, team_id, title }) => ({
        ...{ event: 'review.task_assigned' as const, targetType: 'review', targetId: review_id, teamId: team_id },
        ...{ before: { taskId: id, title, ownerId: fromId }, after: { ownerId: toId } },
      })),
    );
    return rows.length;
  },
};

/** Looked at in one sweep. */
const most = 2000;

/**
 * Opens the seats of waiting reviews whose holders may not decide there any more — deactivated, or without the right — to whoever may. Returns how many.
 */
export async function reopenLostSeats(change: Change): Promise<number> {
  const at = now();
  const seats = await change.tx.$queryRaw<HeldSeat[]>`
    WITH deciding AS (SELECT r.key FROM roles r WHERE ${gives('review.decide')})
    SELECT s.id, s.review_id, s.team_id, r.asset_id, r.title, s.user_id, s.role, s.source, s.delegated_from FROM review_seats s JOIN reviews r ON r.id = s.review_id
    JOIN users u ON u.id = s.user_id
    WHERE s.released_at IS NULL AND r.status IN ('open', 'changes')
      AND NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = s.user_id)
      AND NOT (u.status = 'active' AND (u.org_role IN (SELECT key FROM deciding) OR EXISTS (
        SELECT FROM memberships m WHERE m.user_id = u.id AND m.team_id = s.team_id AND m.role IN (SELECT key FROM deciding)
          AND (m.expires_at IS NULL OR m.expires_at > ${at}))))
    ORDER BY s.review_id, s.id LIMIT ${most} FOR UPDATE OF s SKIP LOCKED`;
  await openSeats(change, seats);
  return seats.length;
}
