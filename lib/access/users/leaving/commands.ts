import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { endLinks, makeLink } from '../../links/commands.ts';
import { type Actor, houseScope, mustEverywhere } from '../../policy.ts';
import { closeSessions } from '../../sessions/commands.ts';
import { revokeTokens } from '../../tokens/issuing.ts';
import type { Belongings } from '../belongings.ts';
import { hindranceToGive, hindranceToTake, keepAdministrator, type Standing, standingOf } from '../standing.ts';
import type { Deactivated, Deactivation, Reactivated } from './schema.ts';

/**
 * Deactivates somebody: from the next request on they are nobody. Their sessions and tokens end, their open links and requests for access too,
 * and what they own goes to a successor, all in one change.
 * @throws AppError `conflict` for the last administrator and for oneself, `forbidden` for who holds more than the actor
 */
export async function deactivatePerson(
  actor: Actor,
  act: Act,
  belongings: readonly Belongings[],
  { id, successorId, revokeKnownTokens }: Deactivation,
): Promise<Deactivated> {
  mustEverywhere(actor, 'person.manage');
  if (id === actor.id) throw new AppError('conflict', 'You cannot deactivate yourself. Another administrator can.');
  // The house's scope: what they own may lie where the actor sees nothing.
  return transact(houseScope(actor.id), act, 'user.deactivated', async (change) => {
    const person = await deactivatable(actor, change, id, successorId);
    await change.tx.user.update({ where: { id }, data: { status: 'deactivated', version: { increment: 1 } } });
    await change.record({
      event: 'user.deactivated',
      targetType: 'user',
      targetId: id,
      teamId: null,
      before: { status: person.status },
      after: { status: 'deactivated', ...(successorId ? { successorId } : {}) },
    });
    await endLinks(change, id);
    await withdrawRequests(change, id);
    await endCalendar(change, id);
    const endedSessions = await closeSessions(change, { userId: id }, 'deactivated');
    let revokedTokens = await revokeTokens(change, { userId: id }, 'owner deactivated');
    if (revokeKnownTokens) revokedTokens += await revokeKnown(change, id);
    let handedOver = 0;
    if (successorId) for (const each of belongings) handedOver += await each.handOver(change, id, successorId);
    return { handedOver, endedSessions, revokedTokens };
  }).catch(keepAdministrator);
}

async function deactivatable(actor: Actor, change: Change, id: string, successorId: string | null): Promise<Standing> {
  const found = await standingOf(change, successorId ? [id, successorId] : [id]);
  const person = found.find((each) => each.id === id);
  if (!person) throw notFound('person');
  if (person.status === 'deactivated') throw new AppError('conflict', `${person.name} is deactivated already.`);
  const hindrance = hindranceToTake(actor, person);
  if (hindrance) throw new AppError('forbidden', hindrance);
  if (successorId === id) throw invalid('successorId', 'Choose somebody else to take over.');
  if (successorId && found.find((each) => each.id === successorId)?.status !== 'active')
    throw invalid('successorId', 'Who takes over must be an active person.');
  return person;
}

/** Whoever comes back makes a new address. */
async function endCalendar({ tx, record }: Change, userId: string): Promise<void> {
  const { count } = await tx.calendarFeed.deleteMany({ where: { userId } });
  if (count > 0) await record({ event: 'calendar_feed.ended', targetType: 'calendar_feed', targetId: userId, teamId: null });
}

async function withdrawRequests({ tx, record }: Change, userId: string): Promise<void> {
  const open = await tx.accessRequest.findMany({ where: { userId, status: 'open' }, select: { id: true, teamId: true } });
  await tx.accessRequest.updateMany({ where: { id: { in: open.map((each) => each.id) }, status: 'open' }, data: { status: 'withdrawn' } });
  for (const { id, teamId } of open)
    await record({
      event: 'access.withdrawn',
      targetType: 'access_request',
      targetId: id,
      teamId,
      before: { status: 'open' },
      after: { status: 'withdrawn' },
    });
}

/** Tokens of service accounts that this person made: they saw them once, and may have kept them. */
async function revokeKnown(change: Change, createdBy: string): Promise<number> {
  const found = await change.tx.apiToken.findMany({
    where: { createdBy, revokedAt: null, expiresAt: { gt: now() }, serviceAccountId: { not: null } },
    select: { id: true, service: { select: { id: true, teamId: true } } },
  });
  let revoked = 0;
  for (const { id, service } of found)
    if (service) revoked += await revokeTokens(change, { id, serviceAccountId: service.id, teamId: service.teamId }, 'owner deactivated');
  return revoked;
}

/**
 * Lets somebody back in, with the roles they have. Who has no way to sign in — an invitation that was never taken — is invited anew.
 * @throws AppError `forbidden` where their roles are more than the actor may give
 */
export async function reactivatePerson(actor: Actor, act: Act, id: string): Promise<Reactivated> {
  mustEverywhere(actor, 'person.manage');
  return transact(houseScope(actor.id), act, 'user.reactivated', async (change) => {
    const { tx, record } = change;
    const [person] = await standingOf(change, [id]);
    if (!person) throw notFound('person');
    if (person.status !== 'deactivated') throw new AppError('conflict', `${person.name} is not deactivated.`);
    if (person.email.endsWith(erasedDomain))
      throw new AppError('conflict', 'This person’s data were erased; nobody can come back as them.');
    const hindrances = [
      hindranceToGive(actor, person.orgRole, null),
      ...person.memberships.map((each) => hindranceToGive(actor, each.role, each.teamId)),
    ];
    const hindrance = hindrances.find((each) => each !== null);
    if (hindrance) throw new AppError('forbidden', `${hindrance} Somebody who holds it must reactivate ${person.name}.`);
    const entries = (await tx.passkey.count({ where: { userId: id } })) + (await tx.identity.count({ where: { userId: id } }));
    const status = person.hasPassword || entries > 0 ? 'active' : 'invited';
    await tx.user.update({ where: { id }, data: { status, version: { increment: 1 } } });
    const values = { before: { status: 'deactivated' }, after: { status } };
    await record({ event: 'user.reactivated', targetType: 'user', targetId: id, teamId: null, ...values });
    return { status, handed: status === 'invited' ? await makeLink(change, 'invitation', id) : null };
  });
}

/** The mail addresses of erased people lead nowhere (RFC 2606). */
export const erasedDomain = '@erased.invalid';
