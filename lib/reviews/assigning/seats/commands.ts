/** One seat: given, taken over, given back, claimed from a pool. */
import { type Actor, can, forbidden, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import type { ReviewSeat as StoredSeat } from '#prisma/generated/client.ts';
import { conflictOf, hindranceToDecide, hindranceWords, mayAssign, refusalWords } from '../../policy.ts';
import { anyRole, mostSeats, refusals, type SeatSource } from '../../rules.ts';
import { ablePeople } from '../../sql.ts';
import { eventOf, type Locked, locked, mustBeLive, nameOf, type StoredReview, tellOf } from '../../writing/commands.ts';
import { namedIn } from '../named/queries.ts';
import { type Choice, mayJoin, namedWords, unnamedWords } from '../named/rules.ts';
import { decidesIn, holds, type Reviewer } from '../rules.ts';
import type { NewSeat } from '../schema.ts';

const seatsOf = ({ tx }: Change, reviewId: string): Promise<StoredSeat[]> =>
  tx.reviewSeat.findMany({ where: { reviewId, releasedAt: null }, orderBy: [{ assignedAt: 'asc' }, { id: 'asc' }] });

/** Does the actor, who may decide in the team, hold the role of a pool there? */
const inPool = (actor: Actor, role: string | null, teamId: string): boolean =>
  role === anyRole || actor.orgRole.key === role || actor.memberships.some((each) => each.teamId === teamId && each.role.key === role);

/** The seat on which the actor decides: their own, or one of a pool that they may claim; null where there is neither. */
export async function seatFor(change: Change, actor: Actor, review: StoredReview): Promise<StoredSeat | null> {
  const seats = await seatsOf(change, review.id);
  const own = seats.find(({ userId }) => userId === actor.id);
  return own ?? seats.find(({ userId, role }) => userId === null && inPool(actor, role, review.teamId)) ?? null;
}

/** Takes a pool's seat for the actor within a change that has locked the review. */
export async function claimFor({ tx, record }: Change, actor: Actor, review: StoredReview, seat: StoredSeat): Promise<void> {
  await tx.reviewSeat.update({ where: { id: seat.id }, data: { userId: actor.id, claimedAt: now() } });
  await record(eventOf('review.seat_claimed', review, { after: { seatId: seat.id, userId: actor.id, role: seat.role } }));
}

/** @throws AppError `conflict` where nobody can be seated any more */
function mustWait(found: Pick<Locked, 'review' | 'retired'>): void {
  const { status } = found.review;
  mustBeLive(found);
  if (status !== 'open' && status !== 'changes') throw new AppError('conflict', refusals.decided);
}

/** Claims a seat of a pool. @throws AppError `forbidden` for whoever may not decide, or holds not the role; `conflict` where somebody else was faster */
export async function claimSeat(actor: Actor, act: Act, { id, seat: seatId }: { id: string; seat: string }): Promise<void> {
  await transact(scopeOf(actor, 'review.decide'), act, 'review.seat_claimed', async (change) => {
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.decide', { teamId }));
    const { review, parties } = found;
    mustWait(found);
    const seats = await seatsOf(change, id);
    const seat = seats.find((each) => each.id === seatId);
    if (!seat) throw notFound('seat');
    const hindrance = hindranceToDecide(actor, parties, review.teamId);
    if (hindrance) throw new AppError('forbidden', refusalWords[hindrance]);
    if (seat.userId === actor.id) return change.unchanged();
    if (seat.userId !== null) throw new AppError('conflict', 'Somebody else claimed this seat meanwhile.');
    if (!inPool(actor, seat.role, review.teamId)) throw new AppError('forbidden', 'This seat is for another role.');
    if (seats.some(({ userId }) => userId === actor.id)) throw new AppError('conflict', 'You hold a seat in this review already.');
    await claimFor(change, actor, review, seat);
  });
}

/** Why somebody cannot be given a seat of a review, after their name; null where they can. */
export function whyNotSeated(person: Reviewer | undefined, { review, parties }: Pick<Locked, 'review' | 'parties'>): string | null {
  if (!person || !decidesIn(person, review.teamId)) return hindranceWords.right;
  const conflict = conflictOf(person.id, parties);
  return conflict && hindranceWords[conflict];
}

/** Does what the template names leave a seat for them? It binds whoever asked for the review and does not manage reviews. */
async function mayAsk(change: Change, { review, parties }: Locked, to: Choice, people: readonly Reviewer[]): Promise<boolean> {
  const { ofTemplate, seated, ownerTeams } = await namedIn(runnerOf(change), review.id);
  return mayJoin(to, seated, ofTemplate, { teamId: review.teamId, parties, ownerTeams }, people);
}

/** Gives a person or a pool a seat. @throws AppError `forbidden`, `invalid` for somebody who may not decide, `conflict` where they have one */
export async function addSeat(actor: Actor, act: Act, { id, to }: NewSeat): Promise<{ id: string }> {
  const scope = scopeOf(actor, 'review.request');
  return transact(scope, act, 'review.assigned', async (change) => {
    const found = await locked(change, id, (review) => {
      if (!mayAssign(actor, review)) throw forbidden('review.manage');
    });
    mustWait(found);
    const seats = await seatsOf(change, id);
    if (seats.length >= mostSeats) throw new AppError('conflict', `A review has ${mostSeats} seats at most.`);
    const people = await ablePeople(runnerOf(change), [found.review.teamId], now(), 'userId' in to ? [to.userId] : []);
    const named = can(actor, 'review.manage', { teamId: found.review.teamId }) || (await mayAsk(change, found, to, people));
    if ('role' in to) {
      if (!people.some((person) => holds(person, found.review.teamId, to.role)))
        throw invalid('role', 'Nobody who holds this role may decide here.');
      if (!named) throw invalid('role', namedWords);
      return { id: await seat(change, found.review, { role: to.role, source: 'hand' }, poolOf(people, found, to.role)) };
    }
    const person = people.find((each) => each.id === to.userId);
    const why = whyNotSeated(person, found) ?? (named ? null : unnamedWords);
    if (why) throw invalid('userId', `${person?.name ?? 'This person'} ${why}.`);
    const delegate = people.find((each) => each.id === person?.delegateId);
    const handed = delegate && whyNotSeated(delegate, found) === null;
    const holder = handed ? delegate.id : to.userId;
    if (seats.some(({ userId }) => userId === holder))
      throw new AppError('conflict', `${(handed ? delegate : person)?.name} holds a seat already.`);
    const source = handed ? 'delegated' : 'hand';
    return { id: await seat(change, found.review, { userId: holder, source, ...(handed && { delegatedFrom: to.userId }) }) };
  });
}

type Given = { userId?: string; role?: string; source: SeatSource; delegatedFrom?: string };

/** Who may claim a pool's seat of a review. */
const poolOf = (people: readonly Reviewer[], { review, parties }: Pick<Locked, 'review' | 'parties'>, role: string): string[] =>
  people.filter((person) => holds(person, review.teamId, role) && conflictOf(person.id, parties) === null).map(({ id }) => id);

/** Within a change that has locked the review. @param pool who hears of a pool's seat */
export async function seat(change: Change, review: StoredReview, given: Given, pool: readonly string[] = []): Promise<string> {
  const id = newId();
  const { userId = null, role = null, source, delegatedFrom = null } = given;
  const assigned = { userId, role, source, delegatedFrom, assignedBy: change.act.actorId, assignedAt: now() };
  await change.tx.reviewSeat.create({ data: { id, reviewId: review.id, teamId: review.teamId, ...assigned } });
  await change.record(
    eventOf('review.assigned', review, { after: { seatId: id, userId, role, source, ...(delegatedFrom && { delegatedFrom }) } }),
  );
  await tellOf(change, delegatedFrom ? 'review.delegated' : 'review.assigned', review, `seat ${id}`, {
    title: `${await nameOf(change)} asks you to decide: ${review.title}`,
    body: review.reason,
    to: userId ? [userId] : pool,
    data: { seatId: id, role },
  });
  return id;
}

/** Gives a seat to somebody else, or takes one from a pool for them. @throws AppError as addSeat, and `conflict` for a seat whose holder has decided */
export async function reassignSeat(
  actor: Actor,
  act: Act,
  { id, seat: seatId, userId }: { id: string; seat: string; userId: string },
): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'review.manage'), act, 'review.assigned', async (change) => {
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.manage', { teamId }));
    mustWait(found);
    const seats = await seatsOf(change, id);
    const present = seats.find((each) => each.id === seatId);
    if (!present) throw notFound('seat');
    mustBeUndecided(found, present);
    const [person] = (await ablePeople(runnerOf(change), [found.review.teamId], now(), [userId])).filter((each) => each.id === userId);
    const why = whyNotSeated(person, found);
    if (why) throw invalid('userId', `${person?.name ?? 'This person'} ${why}.`);
    if (seats.some((each) => each.userId === userId)) throw new AppError('conflict', `${person?.name} holds a seat already.`);
    await release(change, found.review, present);
    return { id: await seat(change, found.review, { userId, source: 'hand' }) };
  });
}

function mustBeUndecided({ review, votes }: Locked, { userId }: StoredSeat): void {
  if (userId && votes.some((vote) => vote.userId === userId && vote.round === review.round))
    throw new AppError('conflict', 'Whoever holds this seat has decided already in this round.');
}

/** Within a change that has locked the review. */
export async function release({ tx, record }: Change, review: StoredReview, { id, userId, role }: StoredSeat): Promise<void> {
  await tx.reviewSeat.update({ where: { id }, data: { releasedAt: now() } });
  await record(eventOf('review.seat_released', review, { before: { seatId: id, userId, role } }));
}

/**
 * Gives a seat back: one's own, or as whoever manages reviews, another's. A claimed one goes back to its pool.
 * @throws AppError `forbidden` for another's, `conflict` where its holder has decided
 */
export async function releaseSeat(actor: Actor, act: Act, { id, seat: seatId }: { id: string; seat: string }): Promise<void> {
  await transact(scopeOf(actor, 'review.decide'), act, 'review.seat_released', async (change) => {
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.decide', { teamId }));
    const { review } = found;
    mustWait(found);
    const present = (await seatsOf(change, id)).find((each) => each.id === seatId);
    if (!present) throw notFound('seat');
    if (present.userId !== actor.id && !can(actor, 'review.manage', { teamId: review.teamId })) throw forbidden('review.manage');
    mustBeUndecided(found, present);
    await release(change, review, present);
    const source = present.source as SeatSource;
    if (present.userId && present.role)
      await seat(change, review, { role: present.role, source: source === 'delegated' ? 'hand' : source });
  });
}
