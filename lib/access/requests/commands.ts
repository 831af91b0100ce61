/** Asking for access, and deciding on it. Each in this order: see, may, can, do, record, tell. */
import type { Act, AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma, type AccessRequest as StoredRequest } from '#prisma/generated/client.ts';
import { give, lockMembership, regive, timeOf } from '../memberships/commands.ts';
import { tell } from '../notices/commands.ts';
import { type Actor, can, forbidden } from '../policy.ts';
import { findRole } from '../roles/queries.ts';
import { within } from '../roles/rules.ts';
import { ownScope } from '../sessions/commands.ts';
import { openTeam } from '../teams/commands.ts';
import { decidersOf, decidingScope } from './queries.ts';
import type { Approval, NewRequest, Refusal } from './schema.ts';

/** Asks for a role in a team, in one's own name. @throws AppError `not_found`, `invalid` with the field, `conflict` for a second open one. */
export async function requestAccess(actor: Actor, act: Act, input: NewRequest): Promise<{ id: string }> {
  const { teamId, role, reason } = input;
  const until = timeOf(input.until);
  return transact(ownScope(actor.id), act, 'access.requested', async (change) => {
    const { tx, record } = change;
    const team = await tx.team.findUnique({ where: { id: teamId }, select: { archivedAt: true } });
    if (!team || team.archivedAt !== null) throw invalid('teamId', 'This team is not there (any more). Choose another.');
    const wanted = await findRole(tx, role);
    if (wanted?.scope !== 'team') throw invalid('role', 'This is not a role in a team.');
    if (wanted.retired) throw invalid('role', `The role ${wanted.name} is retired: it is granted no more.`);
    if (until && until <= now()) throw invalid('until', 'This time has passed. Choose one that lies ahead.');
    const held = actor.memberships.find((each) => each.teamId === teamId);
    if (held?.role.key === role && held.expiresAt === null) throw invalid('role', 'You have this role in the team already.');
    const id = newId();
    await tx.accessRequest.create({ data: { id, teamId, userId: actor.id, role, reason, until } }).catch(alreadyOpen);
    await record(eventOf('access.requested', { id, teamId }, { after: { role, until, reason } }));
    await tell(change, { event: 'access.requested', userIds: await decidersOf(change, teamId, actor.id), ids: { requestId: id }, teamId });
    return { id };
  });
}

/**
 * Gives what was asked for, or less: a lesser role, a shorter time. The decider gives it, so that nobody passes on what they do not hold.
 * @throws AppError `not_found`, `forbidden`, `invalid` with the field, `conflict` for one that no longer waits.
 */
export async function approveRequest(actor: Actor, act: Act, { id, note, ...lesser }: Approval): Promise<void> {
  await transact(decidingScope(actor), act, 'access.approved', async (change) => {
    const request = await decidable(change, actor, id);
    const { teamId, userId } = request;
    await openTeam(change, actor, teamId);
    const role = lesser.role ?? request.role;
    const expiresAt = lesser.until === undefined ? request.until : timeOf(lesser.until);
    await mustBeLesser(change, request, role, expiresAt);
    const person = await change.tx.user.findUnique({ where: { id: userId }, select: { status: true } });
    if (person?.status !== 'active')
      throw new AppError('conflict', 'Whoever asked for this was deactivated. Refuse the request, or wait until they are back.');
    const standing = await lockMembership(change, teamId, userId);
    if (standing) await regive(change, actor, standing, { role, expiresAt });
    else await give(change, actor, { teamId, personId: userId, role, expiresAt });
    await decide(change, actor, request, { status: 'approved', role, until: expiresAt, note: note || null });
  });
}

/** @throws AppError as approveRequest. */
export async function refuseRequest(actor: Actor, act: Act, { id, note }: Refusal): Promise<void> {
  await transact(decidingScope(actor), act, 'access.refused', async (change) => {
    await decide(change, actor, await decidable(change, actor, id), { status: 'refused', note });
  });
}

/** Takes back one's own request. @throws AppError `not_found`, `conflict` for one that was decided. */
export async function withdrawRequest(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'access.withdrawn', async ({ tx, record }) => {
    const request = await tx.accessRequest.findFirst({ where: { id, userId: actor.id } });
    if (!request) throw notFound('request');
    const { count } = await tx.accessRequest.updateMany({ where: { id, status: 'open' }, data: { status: 'withdrawn' } });
    if (count === 0) throw overWith();
    await record(eventOf('access.withdrawn', request, { before: { status: 'open' }, after: { status: 'withdrawn' } }));
  });
}

/** The request, locked, if the actor may decide on it. One's own is nobody's to decide on oneself. */
async function decidable({ tx }: Change, actor: Actor, id: string): Promise<StoredRequest> {
  await tx.$queryRaw`SELECT id FROM access_requests WHERE id = ${id}::uuid FOR UPDATE`;
  const request = await tx.accessRequest.findUnique({ where: { id } });
  const mayDecide = request && can(actor, 'member.manage', { teamId: request.teamId });
  if (!request || !(mayDecide || request.userId === actor.id)) throw notFound('request');
  if (!mayDecide) throw forbidden('member.manage');
  if (request.userId === actor.id)
    throw new AppError('forbidden', 'Nobody decides on their own request. Ask another lead or an administrator.');
  if (request.status !== 'open') throw overWith();
  return request;
}

async function mustBeLesser({ tx }: Change, request: StoredRequest, role: string, expiresAt: Date | null): Promise<void> {
  const [asked, given] = [await findRole(tx, request.role), await findRole(tx, role)];
  if (!asked || given?.scope !== 'team') throw invalid('role', 'This is not a role in a team.');
  if (!within(given, asked))
    throw invalid('role', `${given.name} gives more than ${asked.name}, which was asked for. Choose the same role or a lesser one.`);
  if (request.until && (expiresAt === null || expiresAt > request.until)) throw invalid('until', 'This is longer than was asked for.');
}

type Decision = { status: 'approved' | 'refused'; role?: string; until?: Date | null; note: string | null };

async function decide(change: Change, actor: Actor, request: StoredRequest, decision: Decision): Promise<void> {
  const { count } = await change.tx.accessRequest.updateMany({
    where: { id: request.id, status: 'open' },
    data: { ...decision, decidedBy: actor.id, decidedAt: now() },
  });
  if (count === 0) throw overWith();
  await change.record(
    eventOf(`access.${decision.status}`, request, {
      before: { status: 'open', role: request.role, until: request.until },
      after: { ...decision, userId: request.userId },
    }),
  );
  await tell(change, { event: 'access.decided', userIds: [request.userId], ids: { requestId: request.id } });
}

const eventOf = (
  event: `access.${string}`,
  { id, teamId }: Pick<StoredRequest, 'id' | 'teamId'>,
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({ event, targetType: 'access_request', targetId: id, teamId, ...values });

const overWith = () => new AppError('conflict', 'This request no longer waits: it was decided or withdrawn. Load the page again.');

function alreadyOpen(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    throw new AppError('conflict', 'You have a request for this team that waits already. Withdraw it before you ask for something else.');
  throw error;
}
