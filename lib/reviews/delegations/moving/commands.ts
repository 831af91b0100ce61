/** Seats that go from one person to another: to a delegate and back, to a successor, or to whoever may claim them. Within changes of the house. */
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import { decidesIn, type Reviewer } from '../../assigning/rules.ts';
import { conflictOf, hindranceWords, nobody } from '../../policy.ts';
import { anyRole, type SeatSource } from '../../rules.ts';
import { ablePeople, partiesOfReviews } from '../../sql.ts';

export type HeldSeat = {
  id: string;
  review_id: string;
  team_id: string;
  asset_id: string | null;
  title: string;
  user_id: string;
  role: string | null;
  source: SeatSource;
  delegated_from: string | null;
};

/** Seats of waiting reviews that a person holds and has not decided on in this round, locked in the order of their reviews. */
export const undecidedSeats = async ({ tx }: Change, userId: string): Promise<HeldSeat[]> => {
  await tx.$queryRaw`
    SELECT r.id FROM reviews r WHERE r.status IN ('open', 'changes') AND r.id IN (SELECT s.review_id FROM review_seats s WHERE s.user_id = ${userId}::uuid AND s.released_at IS NULL)
    ORDER BY r.id FOR UPDATE`;
  return tx.$queryRaw<HeldSeat[]>`
    SELECT s.id, s.review_id, s.team_id, r.asset_id, r.title, s.user_id, s.role, s.source, s.delegated_from FROM review_seats s JOIN reviews r ON r.id = s.review_id
    WHERE s.user_id = ${userId}::uuid AND s.released_at IS NULL AND r.status IN ('open', 'changes')
      AND NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = s.user_id) ORDER BY s.review_id`;
};

export type Kept = { seat: HeldSeat; why: string };
type To = { userId: string; source: SeatSource; delegatedFrom: (seat: HeldSeat) => string | null };

/** Gives seats to somebody, those on which they may decide; the others are told, with why. Nobody gets a second seat in a review: there the first is enough. */
export async function giveSeats(
  change: Change,
  seats: readonly HeldSeat[],
  { userId, source, delegatedFrom }: To,
): Promise<{ moved: HeldSeat[]; kept: Kept[] }> {
  if (seats.length === 0) return { moved: [], kept: [] };
  const { tx } = change;
  const ids = seats.map(({ review_id }) => review_id);
  const parties = await partiesOfReviews(runnerOf(change), ids);
  const teams = [...new Set(seats.map(({ team_id }) => team_id))];
  const person = (await ablePeople(runnerOf(change), teams, now(), [userId])).find(({ id }) => id === userId);
  const already = new Set(
    (await tx.reviewSeat.findMany({ where: { reviewId: { in: ids }, userId, releasedAt: null }, select: { reviewId: true } })).map(
      ({ reviewId }) => reviewId,
    ),
  );
  const judged = seats.map((seat) => ({
    seat,
    why: already.has(seat.review_id) ? 'holds a seat in it already' : whyNot(person, seat, parties.get(seat.review_id) ?? nobody),
  }));
  const moved = judged.flatMap(({ seat, why }) => (why === null ? [seat] : []));
  await replace(change, moved, (seat) => ({ userId, role: null, source, delegatedFrom: delegatedFrom(seat) }));
  return { moved, kept: judged.flatMap(({ seat, why }) => (why === null ? [] : [{ seat, why }])) };
}

function whyNot(person: Reviewer | undefined, { team_id }: HeldSeat, parties: Parameters<typeof conflictOf>[1]): string | null {
  if (!person || !decidesIn(person, team_id)) return hindranceWords.right;
  const conflict = conflictOf(person.id, parties);
  return conflict && hindranceWords[conflict];
}

/** Gives seats to the pools they came from, or to a pool of anybody. */
export const openSeats = (change: Change, seats: readonly HeldSeat[]): Promise<void> =>
  replace(change, seats, ({ role }) => ({ userId: null, role: role ?? anyRole, source: 'rule', delegatedFrom: null }));

type Next = { userId: string | null; role: string | null; source: SeatSource; delegatedFrom: string | null };

/** Rows go in so many at a time. */
const batch = 2000;

async function replace(change: Change, seats: readonly HeldSeat[], next: (seat: HeldSeat) => Next): Promise<void> {
  const { tx, act } = change;
  const at = now();
  for (let from = 0; from < seats.length; from += batch) {
    const some = seats.slice(from, from + batch).map((seat) => ({ seat, next: next(seat) }));
    await tx.$executeRaw`UPDATE review_seats SET released_at = ${at} WHERE id = ANY (${some.map(({ seat }) => seat.id)}::uuid[])`;
    const rows = some.map(({ seat, next: to }) => ({
      ...{
        id: newId(),
        review: seat.review_id,
        team: seat.team_id,
        user: to.userId,
        role: to.role,
        source: to.source,
        from: to.delegatedFrom,
      },
    }));
    await tx.$executeRaw`
      INSERT INTO review_seats (id, review_id, team_id, user_id, role, source, delegated_from, assigned_by, assigned_at)
      SELECT s.id, s.review, s.team, s."user", s.role, s.source, s."from", ${act.actorId}::uuid, ${at}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(id uuid, review uuid, team uuid, "user" uuid, role text, source text, "from" uuid)`;
    await change.record(
      ...some.map(({ seat, next: to }) => ({
        ...{ event: 'review.assigned' as const, targetType: 'review', targetId: seat.review_id, teamId: seat.team_id },
        before: { userId: seat.user_id },
        after: { userId: to.userId, role: to.role, source: to.source, ...(to.delegatedFrom && { delegatedFrom: to.delegatedFrom }) },
      })),
    );
  }
}
