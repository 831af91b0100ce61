/** Step-up: a fresh proof of who is at the browser, which sensitive acts ask for. It gives the session a new token; the old one ends. */
import { randomBytes } from 'node:crypto';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { database } from '#lib/platform/database.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { askForPasskey, checkPasskey, usePasskey } from '../factors/passkeys.ts';
import { useTotp } from '../factors/totp.ts';
import { verifyPassword } from '../passwords.ts';
import type { Actor } from '../policy.ts';
import { countAttempt, forget, type Throttled } from '../throttle.ts';
import { ownScope } from './commands.ts';
import type { ConfirmationMethod } from './rules.ts';
import type { Confirmation } from './schema.ts';

/**
 * The ways this person has, the strongest first. A password does for those alone who have no second factor: whoever took a session and
 * knows the password must not be able to take the factor away. Who has none of them signs in at their provider again.
 */
export async function confirmationMethodsOf(actor: Actor): Promise<ConfirmationMethod[]> {
  const { rows } = await database().pool.query<Record<ConfirmationMethod, boolean>>(
    `SELECT EXISTS (SELECT FROM passkeys WHERE user_id = $1) AS passkey,
       EXISTS (SELECT FROM totp_secrets WHERE user_id = $1) AS totp,
       EXISTS (SELECT FROM passwords WHERE user_id = $1)
         AND NOT EXISTS (SELECT FROM passkeys WHERE user_id = $1) AND NOT EXISTS (SELECT FROM totp_secrets WHERE user_id = $1) AS password,
       EXISTS (SELECT FROM sessions WHERE id = $2 AND method LIKE 'sso%') AS sso`,
    [actor.id, actor.sessionId],
  );
  return (['passkey', 'totp', 'password', 'sso'] as const).filter((method) => rows[0]?.[method]);
}

/** Asks the browser for a passkey of this person; answered within five minutes, in this session, once. */
export const askToConfirm = (actor: Actor) => askForPasskey({ sessionId: actor.sessionId }, 'passkey_proof', actor.id);

/**
 * Takes the proof and gives the session a new token: returned, with the seconds for which its cookie holds.
 * @throws AppError `invalid` where the proof does not hold, `too_many` after several, `unauthenticated` when the session ended meanwhile.
 */
export async function confirmIdentity(actor: Actor, act: Act, given: Confirmation): Promise<{ token: string; seconds: number }> {
  const use = await prove(actor, act, given);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = await transact(ownScope(actor.id), act, 'session.confirmed', async (change) => {
    await use(change);
    const { tx, record } = change;
    const session = await tx.session.findUnique({ where: { id: actor.sessionId, userId: actor.id }, select: { expiresAt: true } });
    if (!session) throw new AppError('unauthenticated', 'Your session has ended. Sign in to go on.');
    const tokenHash = hashToken(token) as Uint8Array<ArrayBuffer>;
    await tx.session.update({ where: { id: actor.sessionId }, data: { tokenHash, confirmedAt: now() } });
    const target = { targetType: 'session', targetId: actor.sessionId, teamId: null };
    await record({ event: 'session.confirmed', ...target, after: { method: given.method } });
    return session.expiresAt;
  }).catch(async (error: unknown) => {
    if (given.method === 'totp' && error instanceof AppError && error.code === 'invalid') await recordRefusal(actor, act, given.method);
    throw error;
  });
  if (given.method !== 'passkey') await forget(...throttleOf(actor, given.method));
  return { token, seconds: Math.max(1, Math.floor((expiresAt.getTime() - now().getTime()) / 1000)) };
}

const throttleOf = (actor: Actor, method: 'password' | 'totp'): [Throttled, string] =>
  method === 'password' ? ['account', actor.email] : ['factor', actor.id];

/** Checks what can be checked at once, and returns what is left to do in the change. */
async function prove(actor: Actor, act: Act, given: Confirmation): Promise<(change: Change) => Promise<void>> {
  if (given.method === 'passkey') {
    const proof = await checkPasskey({ sessionId: actor.sessionId }, 'passkey_proof', given.answer, actor.id);
    return (change) => usePasskey(change, proof);
  }
  if (given.method === 'password' && !(await confirmationMethodsOf(actor)).includes('password')) throw beyondPassword();
  await countAttempt(...throttleOf(actor, given.method));
  if (given.method === 'totp') return (change) => useTotp(change, actor.id, given.code);
  const { rows } = await database().pool.query<{ hash: string }>('SELECT hash FROM passwords WHERE user_id = $1', [actor.id]);
  if (await verifyPassword(rows[0]?.hash ?? null, given.password)) return async () => undefined;
  await recordRefusal(actor, act, given.method);
  throw invalid('password', 'This is not your password.');
}

const beyondPassword = () =>
  new AppError('forbidden', 'A password alone is not enough for somebody who has a second factor. Use your passkey or a code of your app.');

async function recordRefusal(actor: Actor, act: Act, method: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'confirmation.refused', ({ record }) =>
    record({ event: 'confirmation.refused', targetType: 'session', targetId: actor.sessionId, teamId: null, after: { method } }),
  );
}
