/** Sign-in by mail and password, the first of two steps for whoever has a second factor. Whatever is wrong, the answer is the same and takes the same time. */
import { createHash } from 'node:crypto';
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { verifyPassword } from '../passwords.ts';
import { mustUseSingleSignOn } from '../sso/queries.ts';
import { countAttempt, forget, giveBack, networkOf } from '../throttle.ts';
import { type Browser, closeSessions, openSession, ownScope } from './commands.ts';
import type { SessionMethod } from './rules.ts';
import type { Credentials } from './schema.ts';
import { openTicket, type SecondStep, secondStepOf } from './tickets.ts';

/** Where a sign-in comes from; `previousToken` is what the browser's cookie still holds. */
export type Origin = Browser & { requestId: string; previousToken: string | null };

export type SignedIn = { id: string; name: string; email: string; token: string };

/**
 * Starts a new session, always, and ends the one that this browser had; of a person with a second factor, opens a ticket for the second step.
 * @throws AppError `unauthenticated` for an unknown person, a wrong password and a deactivated person alike; `too_many` with seconds to wait.
 */
export async function signIn(given: Credentials, origin: Origin): Promise<SignedIn | SecondStep> {
  const network = await countFrom(origin);
  await countAttempt('account', given.email).catch(async (error: unknown) => {
    if (network) await giveBack('address', network);
    throw error;
  });
  const person = await personOf(given.email);
  const fits = await verifyPassword(person?.hash ?? null, given.password);
  if (!person || !fits || person.status !== 'active') {
    await recordRefusal({ email: given.email, userId: person?.id }, origin, person ? (fits ? 'deactivated' : 'wrong password') : 'unknown');
    throw notRight();
  }
  await mustNotUseProvider(person.org_role);
  await forget('account', given.email);
  if (network) await giveBack('address', network);
  const ways = await secondStepOf(person.id);
  if (ways.length > 0) return openTicket(person.id, ways);
  const token = await startSession(person.id, origin, 'password', (change) => mustStillFit(change, person));
  return { id: person.id, name: person.name, email: given.email, token };
}

/** The password may have been changed since it was checked; whoever changes it now waits, and then ends this session too. */
async function mustStillFit({ tx }: Change, { id, hash }: Person): Promise<void> {
  const standing = await tx.$queryRaw<unknown[]>`SELECT 1 FROM passwords WHERE user_id = ${id}::uuid AND hash = ${hash} FOR SHARE`;
  if (standing.length === 0) throw notRight();
}

const notRight = () => new AppError('unauthenticated', 'The email address or the password is not right.');

/** Counts an attempt from this network, and returns under what it was counted. @throws AppError `too_many` */
export async function countFrom({ address }: Origin): Promise<string | null> {
  const network = address ? networkOf(address) : null;
  if (network) await countAttempt('address', network);
  return network;
}

/** @throws AppError `forbidden` for whoever the organisation lets in through its provider alone. */
export async function mustNotUseProvider(orgRole: string): Promise<void> {
  if (await mustUseSingleSignOn(orgRole))
    throw new AppError('forbidden', 'Your organisation signs in through its provider alone. Use its button on the sign-in page.');
}

type Person = { id: string; name: string; status: string; org_role: string; hash: string | null };

async function personOf(email: string): Promise<Person | undefined> {
  const { rows } = await database().pool.query<Person>(
    'SELECT u.id, u.name, u.status, u.org_role, p.hash FROM users u LEFT JOIN passwords p ON p.user_id = u.id WHERE u.email = $1',
    [email],
  );
  return rows[0];
}

/**
 * Opens a session for whoever proved themselves; what `use` throws undoes it. Returns the token for the cookie.
 * @throws AppError `unauthenticated` for who was deactivated since.
 */
export async function startSession(
  userId: string,
  origin: Origin,
  method: SessionMethod,
  use: (change: Change) => Promise<void> = async () => undefined,
): Promise<string> {
  const act = { actorId: userId, requestId: origin.requestId, operationId: newId() };
  return transact(ownScope(userId), act, 'session.started', async (change) => {
    const active = await change.tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM users WHERE id = ${userId}::uuid AND status = 'active' FOR NO KEY UPDATE`;
    if (active.length === 0) throw new AppError('unauthenticated', 'Your account was deactivated a moment ago.');
    await use(change);
    if (origin.previousToken) await closeSessions(change, { tokenHash: hashToken(origin.previousToken) }, 'replaced');
    await change.tx.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
    return (await openSession(change, userId, origin, method)).token;
  });
}

/**
 * The mail stands in the log as its digest: a password typed into the wrong field is not kept. Where it is somebody's, the event names them,
 * so that it goes with what else is kept of them.
 */
export async function recordRefusal(
  given: { email: string; userId?: string },
  { address, requestId }: Origin,
  reason: string,
): Promise<void> {
  const act = { actorId: null, requestId, operationId: newId() };
  const emailSha256 = createHash('sha256').update(given.email).digest('hex');
  const after = { ...(given.userId && { userId: given.userId }), emailSha256, address, reason };
  await transact(ownScope(null), act, 'session.refused', ({ record }) =>
    record({ event: 'session.refused', targetType: 'session', targetId: null, teamId: null, after }),
  );
}
