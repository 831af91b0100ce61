/** Being away: who decides in one's place, from when until when. Seats go to the delegate when it begins and come back when it ends. */
import { notify } from '#lib/access/notices/commands.ts';
import { type Actor, houseScope } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { addDays, dayEnd } from '#lib/platform/day-rules.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Delegation as StoredDelegation } from '#prisma/generated/client.ts';
import { giveSeats, type HeldSeat, undecidedSeats } from './moving/commands.ts';
import { delegationState, longestDays, overlaps } from './rules.ts';
import type { DelegationMade, NewDelegation } from './schema.ts';

const told = ({ id }: { id: string }) => ({ targetType: 'delegation', targetId: id, teamId: null });

/** A person answers for their own seats: what is moved may lie in any team that they decide in. */
const scopeOf = (actor: Actor) => houseScope(actor.id);

/**
 * Hands the actor's seats on from a day until another, both with it. Seats stay where the delegate may not decide.
 * @throws AppError `invalid` with the field; `conflict` with another delegation of the same time; `forbidden` for a service account
 */
export async function createDelegation(actor: Actor, act: Act, input: NewDelegation): Promise<DelegationMade> {
  if (actor.type === 'service')
    throw new AppError('forbidden', 'A service account does not decide in reviews: nothing of it can be handed on.');
  const at = now();
  const fromAt = new Date(Date.parse(dayEnd(addDays(input.from, -1), actor.timeZone)) + 1000);
  const untilAt = new Date(dayEnd(input.until, actor.timeZone));
  if (input.until < input.from) throw invalid('until', 'The last day lies before the first.');
  if (untilAt <= at) throw invalid('until', 'Choose a day that has not passed.');
  if (untilAt.getTime() - fromAt.getTime() > longestDays * 86_400_000) throw invalid('until', `At most ${longestDays} days at a time.`);
  if (input.toUserId === actor.id) throw invalid('toUserId', 'Choose somebody else.');
  return transact(scopeOf(actor), act, 'delegation.created', async (change) => {
    const { tx } = change;
    const [to] = await tx.user.findMany({ where: { id: input.toUserId, status: 'active' }, select: { id: true, name: true } });
    if (!to) throw invalid('toUserId', 'Choose an active person.');
    // One at a time for each person.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.delegations ' || ${actor.id}, 0))`;
    const others = await tx.delegation.findMany({ where: { userId: actor.id, endedAt: null } });
    if (others.some((other) => overlaps(other, { fromAt, untilAt, endedAt: null })))
      throw new AppError('conflict', 'You have handed your reviews on at that time already. End that first.');
    const id = newId();
    const { toUserId, note } = input;
    const delegation = await tx.delegation.create({ data: { id, userId: actor.id, toUserId, fromAt, untilAt, note } });
    await change.record({
      event: 'delegation.created',
      ...told(delegation),
      after: { userId: actor.id, toUserId, from: fromAt, until: untilAt },
    });
    await notify(change, {
      ...{ event: 'review.delegated', key: `${id} created`, teamId: null, assetId: null, subject: { type: 'delegation', id } },
      ...{ title: `${actor.name} asks you to decide in their place`, body: note, href: '/settings/away', to: [toUserId] },
    });
    if (fromAt > at) return { id, moved: 0, kept: [] };
    return { id, ...(await start(change, delegation)) };
  });
}

/** Gives the seats to the delegate, those on which they may decide. */
export async function start(change: Change, delegation: StoredDelegation): Promise<Omit<DelegationMade, 'id'>> {
  const { id, userId, toUserId } = delegation;
  await change.tx.delegation.update({ where: { id }, data: { startedAt: now() } });
  // One hop: what was handed on to them stays with them.
  const seats = (await undecidedSeats(change, userId)).filter(({ delegated_from }) => delegated_from === null);
  const { moved, kept } = await giveSeats(change, seats, { userId: toUserId, source: 'delegated', delegatedFrom: () => userId });
  await change.record({
    event: 'delegation.started',
    ...told(delegation),
    after: { userId, toUserId, moved: moved.length, kept: kept.length },
  });
  await tellOf(change, toUserId, moved);
  return { moved: moved.length, kept: kept.map(({ seat, why }) => ({ id: seat.review_id, title: seat.title, why })) };
}

/** Gives what the delegate has not decided back to whoever was away; where they may not decide by now, it stays. */
export async function end(change: Change, delegation: StoredDelegation): Promise<void> {
  const { id, userId, toUserId } = delegation;
  const at = now();
  await change.tx.delegation.update({ where: { id }, data: { endedAt: at } });
  const seats = (await undecidedSeats(change, toUserId)).filter(({ delegated_from }) => delegated_from === userId);
  const { moved } = await giveSeats(change, seats, { userId, source: 'hand', delegatedFrom: () => null });
  await change.record({ event: 'delegation.ended', ...told(delegation), after: { userId, toUserId, moved: moved.length } });
  await tellOf(change, userId, moved);
}

async function tellOf(change: Change, userId: string, seats: readonly HeldSeat[]): Promise<void> {
  await notify(
    change,
    ...[...Map.groupBy(seats, ({ team_id }) => team_id)].map(([teamId, some]) => ({
      ...{
        event: 'review.delegated' as const,
        key: `${change.act.operationId} ${teamId} ${userId}`,
        teamId,
        assetId: some.length === 1 ? (some[0]?.asset_id ?? null) : null,
      },
      subject: some.length === 1 ? { type: 'review', id: some[0]?.review_id ?? null } : { type: 'reviews', id: null },
      title: some.length === 1 ? `Waits for you now: ${some[0]?.title}` : `${some.length} reviews wait for you now`,
      href: some.length === 1 ? `/reviews/${some[0]?.review_id}` : '/reviews?status=open&reviewer=me',
      to: [userId],
    })),
  );
}

/** Ends a delegation before its time. Ending it twice changes nothing. @throws AppError `not_found` for another's */
export async function endDelegation(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(scopeOf(actor), act, 'delegation.ended', async (change) => {
    await change.tx.$queryRaw`SELECT id FROM delegations WHERE id = ${id}::uuid FOR UPDATE`;
    const delegation = await change.tx.delegation.findFirst({ where: { id, userId: actor.id } });
    if (!delegation) throw notFound('delegation');
    if (delegationState(delegation, now()) === 'ended' && delegation.endedAt) return change.unchanged();
    await end(change, delegation);
  });
}
