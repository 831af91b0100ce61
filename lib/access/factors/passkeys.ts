/** WebAuthn, as far as it needs no session: what is asked of the browser, and whether its answer holds. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { database } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import type { Change } from '#lib/platform/transact.ts';
import { type ChallengePurpose, type Holder, keepChallenge, takeChallenge } from './challenges.ts';
import type { NewPasskeyAnswer, PasskeyAnswer } from './schema.ts';

const origin = () => env().GATEHOUSE_URL;
/** The name passkeys are bound to: a passkey of another site cannot answer here. */
const relyingParty = () => new URL(origin()).hostname;

/** EdDSA, ES256 and RS256: what every authenticator can. */
const algorithms = [-8, -7, -257];

type Row = { id: string; user_id: string; credential_id: Buffer; public_key: Buffer; counter: string; transports: string[] };

async function passkeysOf(userId: string): Promise<{ id: string; transports: string[] }[]> {
  const { rows } = await database().pool.query<Row>('SELECT credential_id, transports FROM passkeys WHERE user_id = $1', [userId]);
  return rows.map((row) => ({ id: row.credential_id.toString('base64url'), transports: row.transports }));
}

/** Asks for a passkey that can be found without a name, and that asks its person for a fingerprint, a face or a PIN each time. */
export async function askForNewPasskey(holder: Holder, person: { id: string; name: string; email: string }) {
  const options = await generateRegistrationOptions({
    rpName: 'Gatehouse',
    rpID: relyingParty(),
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: await passkeysOf(person.id),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: 300_000,
    supportedAlgorithmIDs: algorithms,
  });
  await keepChallenge(holder, 'passkey_enrolment', Buffer.from(options.challenge, 'base64url'));
  return options;
}

/** Asks for a proof by a passkey: one of this person's, or, where it is not known who it is, any. */
export async function askForPasskey(holder: Holder, purpose: ChallengePurpose, userId: string | null) {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(),
    userVerification: 'required',
    allowCredentials: userId ? await passkeysOf(userId) : undefined,
    timeout: 300_000,
  });
  await keepChallenge(holder, purpose, Buffer.from(options.challenge, 'base64url'));
  return options;
}

/** The credential that a browser made. @throws AppError `invalid` when the answer does not hold. */
export async function checkNewPasskey(holder: Holder, answer: NewPasskeyAnswer) {
  const challenge = await takeChallenge(holder, 'passkey_enrolment');
  const { verified, registrationInfo } = await checked(
    verifyRegistrationResponse({
      response: answer as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin(),
      expectedRPID: relyingParty(),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!verified) throw notProven();
  return { credential: registrationInfo.credential, backedUp: registrationInfo.credentialBackedUp };
}

/** A passkey's proof that holds; what is left is to note its use in the change that it is for. */
export type PasskeyProof = { passkeyId: string; userId: string; counter: number; backedUp: boolean };

/**
 * Checks a browser's answer: the challenge is ours, unanswered and young, the signature is that of a passkey kept here, whose counter went up.
 * @throws AppError `invalid`; also where the passkey is not one of `userId`'s.
 */
export async function checkPasskey(
  holder: Holder,
  purpose: ChallengePurpose,
  answer: PasskeyAnswer,
  userId: string | null,
): Promise<PasskeyProof> {
  const challenge = await takeChallenge(holder, purpose);
  const { rows } = await database().pool.query<Row>('SELECT * FROM passkeys WHERE credential_id = $1', [
    Buffer.from(answer.id, 'base64url'),
  ]);
  const [row] = rows;
  if (!row || (userId !== null && row.user_id !== userId)) throw notProven();
  const credential: WebAuthnCredential = {
    id: row.credential_id.toString('base64url'),
    publicKey: new Uint8Array(row.public_key),
    counter: Number(row.counter),
    transports: row.transports,
  };
  const { verified, authenticationInfo } = await checked(
    verifyAuthenticationResponse({
      response: answer as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: origin(),
      expectedRPID: relyingParty(),
      credential,
      requireUserVerification: true,
    }),
  );
  if (!verified) throw notProven();
  const { newCounter, credentialBackedUp } = authenticationInfo;
  return { passkeyId: row.id, userId: row.user_id, counter: newCounter, backedUp: credentialBackedUp };
}

/**
 * Notes the use of a passkey inside a change. A counter that did not go up, where one is kept, is a copy of the passkey.
 * @throws AppError `invalid`, also when it was removed in the meantime.
 */
export async function usePasskey({ tx }: Change, { passkeyId, userId, counter, backedUp }: PasskeyProof): Promise<void> {
  const { count } = await tx.passkey.updateMany({
    where: { id: passkeyId, userId, ...(counter > 0 ? { counter: { lt: counter } } : { counter: 0 }) },
    data: { counter, backedUp, lastUsedAt: new Date() },
  });
  if (count === 0) throw notProven();
}

/** What the library throws tells what an answer lacked: for the log, not for who sent it. */
async function checked<T>(verification: Promise<T>): Promise<T> {
  return verification.catch((error: unknown) => {
    log.info({ reason: error instanceof Error ? error.message : 'unknown' }, 'passkey refused');
    throw notProven();
  });
}

const notProven = () => new AppError('invalid', 'This passkey could not be used here. Try again, or use another way.');
