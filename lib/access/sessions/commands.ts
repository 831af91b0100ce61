import { randomBytes } from 'node:crypto';
import type { Act, AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { noteBrowser } from '../notices/browsers.ts';
import type { Actor } from '../policy.ts';
import { sessionSettingsIn } from '../settings/rules.ts';
import type { SessionMethod } from './rules.ts';

/** The browser a session is for. */
export type Browser = { address: string | null; userAgent: string | null };

/** Why a session ended, as the audit log tells it. */
export type Ending =
  | 'signed out'
  | 'replaced'
  | 'ended by its owner'
  | 'password changed'
  | 'second factor added'
  | 'second factors reset'
  | 'deactivated';

/**
 * Makes a session inside a change and returns the token for its cookie, 32 random bytes that are kept nowhere here, and for how many seconds
 * the cookie holds.
 */
export async function openSession(
  change: Change,
  userId: string,
  browser: Browser,
  method: SessionMethod = 'password',
  provider?: string,
): Promise<{ id: string; token: string; seconds: number }> {
  const { tx, record } = change;
  const token = randomBytes(32).toString('base64url');
  const id = newId();
  const setting = await tx.setting.findUnique({ where: { name: 'sessions' }, select: { value: true } });
  const seconds = sessionSettingsIn(setting?.value).absoluteHours * 3600;
  const expiresAt = new Date(now().getTime() + seconds * 1000);
  const userAgent = browser.userAgent?.slice(0, 300) ?? null;
  await tx.session.create({
    data: { id, userId, tokenHash: hashToken(token) as Uint8Array<ArrayBuffer>, expiresAt, address: browser.address, userAgent, method },
  });
  await record({
    event: 'session.started',
    targetType: 'session',
    targetId: id,
    teamId: null,
    after: { userId, address: browser.address, userAgent, method, ...(provider && { provider }) },
  });
  await noteBrowser(change, userId, id, userAgent);
  return { id, token, seconds };
}

/** Ends sessions inside a change, each with its event; returns how many. */
export async function closeSessions(
  { tx, record }: Change,
  which: { userId: string; id?: string; except?: string } | { tokenHash: Buffer },
  why: Ending,
): Promise<number> {
  const where =
    'tokenHash' in which
      ? { tokenHash: which.tokenHash as Uint8Array<ArrayBuffer> }
      : { userId: which.userId, ...(which.id ? { id: which.id } : {}), ...(which.except ? { NOT: { id: which.except } } : {}) };
  // Whoever is between the two steps of a sign-in begins again.
  if ('userId' in which && !which.id) await tx.signInTicket.deleteMany({ where: { userId: which.userId } });
  const found = await tx.session.findMany({ where, select: { id: true, userId: true } });
  const ids = found.map((each) => each.id);
  if (ids.length === 0) return 0;
  await tx.session.deleteMany({ where: { id: { in: ids } } });
  const ended = ({ id, userId }: { id: string; userId: string }): AuditEvent => ({
    event: 'session.ended',
    targetType: 'session',
    targetId: id,
    teamId: null,
    before: { userId },
    after: { why },
  });
  await record(...found.map(ended));
  return ids.length;
}

/** The scope of a change to one's own things: no team's rows. */
export const ownScope = (actorId: string | null) => ({ actorId, read: [], write: [] }) as const;

/** Signs out: the session behind this token ends. One that has ended already stays ended. */
export async function endSession(token: string, act: Act): Promise<void> {
  await transact(ownScope(act.actorId), act, 'session.ended', async (change) => {
    if ((await closeSessions(change, { tokenHash: hashToken(token) }, 'signed out')) === 0) change.unchanged();
  });
}

/** @throws AppError `not_found` for a session of someone else, or none. */
export async function endOwnSession(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'session.ended', async (change) => {
    if ((await closeSessions(change, { userId: actor.id, id }, 'ended by its owner')) === 0) throw notFound('session');
  });
}

/** Ends every session of the actor but the one in use; returns how many. */
export async function endOtherSessions(actor: Actor, act: Act): Promise<number> {
  return transact(ownScope(actor.id), act, 'session.ended', async (change) => {
    const ended = await closeSessions(change, { userId: actor.id, except: actor.sessionId }, 'ended by its owner');
    if (ended === 0) change.unchanged();
    return ended;
  });
}
