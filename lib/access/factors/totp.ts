/** Codes of an authenticator app (RFC 6238): six digits, thirty seconds, SHA-1, as every such app knows them. */
import { Secret, TOTP } from 'otpauth';
import { now } from '#lib/platform/clock.ts';
import { decrypt, encrypt } from '#lib/platform/encryption.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';

const seconds = 30;
const purpose = 'totp';

const settings = { algorithm: 'SHA1', digits: 6, period: seconds } as const;

/** A new key, 160 bits drawn at random, in base 32. */
export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** The address that an app reads from the QR code. */
export function addressOf(secret: string, email: string, issuer: string): string {
  return new TOTP({ ...settings, issuer, label: email, secret: Secret.fromBase32(secret) }).toString();
}

export const sealSecret = (secret: string, userId: string) => encrypt(secret, purpose, userId) as Uint8Array<ArrayBuffer>;
export const openSecret = (sealed: Uint8Array, userId: string) => decrypt(sealed, purpose, userId);

/** The step, counted from 1970, whose code this is: the present one, or the one before or after it. Null when it is none of them. */
export function stepOf(secret: string, code: string, at: Date = now()): number | null {
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: at.getTime(), window: 1 });
  return delta === null ? null : Math.floor(at.getTime() / 1000 / seconds) + delta;
}

/**
 * Uses a code inside a change. It works once: its step must be later than the last that was used, compared and kept in one statement, so
 * that of two at once one is refused.
 * @throws AppError `invalid` at `code`.
 */
export async function useTotp({ tx }: Change, userId: string, code: string): Promise<void> {
  const standing = await tx.totpSecret.findUnique({ where: { userId } });
  const step = standing ? stepOf(openSecret(standing.secret, userId), code) : null;
  if (step === null) throw wrongCode('This code is not right. Enter the one that the app shows now.');
  const { count } = await tx.totpSecret.updateMany({ where: { userId, lastStep: { lt: step } }, data: { lastStep: step } });
  if (count === 0) throw wrongCode('This code has been used. Wait for the app to show the next one.');
}

const wrongCode = (message: string) => new AppError('invalid', message, { fields: { code: message } });
