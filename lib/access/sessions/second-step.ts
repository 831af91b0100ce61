/** What follows a right password, where there is a second factor; and the way in by a passkey alone. */
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { askForPasskey, checkPasskey, usePasskey } from '../factors/passkeys.ts';
import { useRecoveryCode } from '../factors/recovery-codes.ts';
import { useTotp } from '../factors/totp.ts';
import { countAttempt, forget, giveBack } from '../throttle.ts';
import type { SessionMethod } from './rules.ts';
import type { PasskeySignIn, SecondProof } from './schema.ts';
import { countFrom, mustNotUseProvider, type Origin, recordRefusal, type SignedIn, startSession } from './sign-in.ts';
import { getTicket, type TicketHolder, useTicket } from './tickets.ts';

/** Asks the browser that holds the ticket for one of its person's passkeys. @throws AppError `unauthenticated` */
export async function askSecondStep(ticket: string | null) {
  const { userId } = await getTicket(ticket);
  return askForPasskey({ cookie: ticket ?? '' }, 'passkey_proof', userId);
}

/** Asks a browser that nobody is signed in at for any passkey of this site; `cookie` is what it must bring along with its answer. */
export const askPasskey = (cookie: string) => askForPasskey({ cookie }, 'passkey_sign_in', null);

/**
 * Takes the second step and starts the session. A wrong code leaves the ticket for another try; guesses are slowed down per account, which a
 * right password does not undo.
 * @throws AppError `unauthenticated` for a ticket that is over, `invalid` for a proof that does not hold, `too_many` with seconds to wait.
 */
export async function takeSecondStep(ticket: string | null, proof: SecondProof, origin: Origin): Promise<SignedIn> {
  const holder = await getTicket(ticket);
  const network = await countFrom(origin);
  try {
    const { method, use } = await prepare(holder, ticket ?? '', proof);
    const token = await startSession(holder.userId, origin, method, async (change) => {
      await useTicket(change, holder);
      await use(change);
    });
    if (network) await giveBack('address', network);
    if (proof.method !== 'passkey') await forget('factor', holder.userId);
    return { id: holder.userId, name: holder.name, email: holder.email, token };
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many' && network) await giveBack('address', network);
    if (error instanceof AppError && error.code === 'invalid') await recordRefusal(holder, origin, `wrong ${words[proof.method]}`);
    throw error;
  }
}

const words = { totp: 'code', recovery: 'recovery code', passkey: 'passkey' } as const;

type Prepared = { method: SessionMethod; use: (change: Change) => Promise<void> };

async function prepare({ userId, first }: TicketHolder, ticket: string, proof: SecondProof): Promise<Prepared> {
  const method: SessionMethod = first === 'sso' ? 'sso+factor' : `password+${proof.method}`;
  if (proof.method === 'passkey') {
    const checked = await checkPasskey({ cookie: ticket }, 'passkey_proof', proof.answer, userId);
    return { method, use: (change) => usePasskey(change, checked) };
  }
  await countAttempt('factor', userId);
  if (proof.method === 'totp') return { method, use: (change) => useTotp(change, userId, proof.code) };
  return { method, use: (change) => useRecoveryCode(change, userId, proof.code) };
}

/**
 * Signs in by a passkey alone: it says who, and its device made sure that it is them.
 * @throws AppError `unauthenticated` for a passkey that is not kept here and for a deactivated person alike; `too_many` with seconds to wait.
 */
export async function signInByPasskey({ answer }: PasskeySignIn, cookie: string | null, origin: Origin): Promise<SignedIn> {
  const network = await countFrom(origin);
  const proof = await checkPasskey({ cookie: cookie ?? '' }, 'passkey_sign_in', answer, null).catch(async (error: unknown) => {
    if (error instanceof AppError) await recordRefusal({ email: '' }, origin, 'wrong passkey');
    throw error;
  });
  const { rows } = await database().pool.query<{ id: string; name: string; email: string; org_role: string }>(
    "SELECT id, name, email, org_role FROM users WHERE id = $1 AND status = 'active'",
    [proof.userId],
  );
  const [person] = rows;
  if (!person) throw new AppError('unauthenticated', 'This passkey could not be used here. Try again, or use another way.');
  await mustNotUseProvider(person.org_role);
  const token = await startSession(person.id, origin, 'passkey', (change) => usePasskey(change, proof));
  if (network) await giveBack('address', network);
  return { id: person.id, name: person.name, email: person.email, token };
}
