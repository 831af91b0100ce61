/** Sessions: signed-in browsers. The cookie holds a random token; the database its SHA-256, until it ends or is ended. */
import { z } from 'zod';
import { FactorCode, PasskeyAnswer, RecoveryCodeText } from '../factors/schema.ts';
import { sessionMethods } from './rules.ts';

/** What a person types to sign in. Scalars alone: an object here would reach the database as an operator. */
export const Credentials = z.strictObject({
  email: z
    .string('Enter your email address.')
    .trim()
    .toLowerCase()
    .min(1, 'Enter your email address.')
    .max(254, 'An email address has at most 254 characters.'),
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(1024, 'This is longer than any password here.'),
});
export type Credentials = z.output<typeof Credentials>;

/** A fresh proof of who is at the browser. A password and a code are what they type; a passkey's answer is read by the library that checks it. */
export const Confirmation = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('password'),
    password: z.string('Enter your password.').min(1, 'Enter your password.').max(1024, 'This is not your password.'),
  }),
  z.strictObject({ method: z.literal('totp'), code: FactorCode }),
  z.strictObject({ method: z.literal('passkey'), answer: PasskeyAnswer }),
]);
export type Confirmation = z.output<typeof Confirmation>;

/** The second step of a sign-in. */
export const SecondProof = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('totp'), code: FactorCode }),
  z.strictObject({ method: z.literal('recovery'), code: RecoveryCodeText }),
  z.strictObject({ method: z.literal('passkey'), answer: PasskeyAnswer }),
]);
export type SecondProof = z.output<typeof SecondProof>;

export const PasskeySignIn = z.strictObject({ answer: PasskeyAnswer });
export type PasskeySignIn = z.output<typeof PasskeySignIn>;

export const OwnSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  startedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  method: z.enum(sessionMethods),
});
export type OwnSession = z.output<typeof OwnSession>;
