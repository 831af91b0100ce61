/**
 * Second factors: an authenticator app (TOTP), passkeys (WebAuthn) and recovery codes. A passkey is also enough alone. What a browser
 * answers for a passkey is bounded here and read by the library that checks it.
 */
import { z } from 'zod';

/** Six digits of an authenticator app, however they are grouped. */
export const FactorCode = z
  .string('Enter the code.')
  .max(20, 'A code has six digits.')
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'A code has six digits.'));

/** Sixteen characters of base 32, however they are grouped. */
export const RecoveryCodeText = z
  .string('Enter a recovery code.')
  .max(40, 'A recovery code has 16 letters and digits.')
  .transform((text) => text.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[a-z2-7]{16}$/, 'A recovery code has 16 letters and digits.'));

const base64url = z
  .string()
  .max(8192)
  .regex(/^[A-Za-z0-9_-]+$/, 'not base64url');
const attachment = z.enum(['platform', 'cross-platform']).optional();
const extensions = z.looseObject({}).default({});

/** What a browser answers when asked to prove itself with a passkey. */
export const PasskeyAnswer = z.strictObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
export type PasskeyAnswer = z.output<typeof PasskeyAnswer>;

/** What a browser answers when asked to make a passkey. */
export const NewPasskeyAnswer = z.strictObject({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
  response: z.strictObject({
    clientDataJSON: base64url,
    attestationObject: base64url,
    authenticatorData: base64url.optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: base64url.optional(),
  }),
});
export type NewPasskeyAnswer = z.output<typeof NewPasskeyAnswer>;

export const PasskeyName = z
  .string('Give it a name.')
  .trim()
  .min(1, 'Give it a name.')
  .max(60, 'A name has at most 60 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name has no line breaks or control characters.');

/** What navigator.credentials is called with; written by the library, read by its other half in the browser. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() });

/** A person's factors as they see them: names and times, never a key. */
export const Factors = z.object({
  totp: z.object({ addedAt: z.iso.datetime() }).nullable(),
  passkeys: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      addedAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
      /** Kept by a password manager, and so not lost with one device. */
      backedUp: z.boolean(),
    }),
  ),
  recoveryCodesLeft: z.int(),
  /** Why the last factor cannot be removed: the organisation asks for one, or the password is too short to stand alone. */
  required: z.enum(['organisation', 'short password']).nullable(),
  hasPassword: z.boolean(),
});
export type Factors = z.output<typeof Factors>;

/** What adding a factor gives back: with the first one, the recovery codes, which are shown this once. */
export const Added = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export type Added = z.output<typeof Added>;

export const TotpEnrolment = z.object({ secret: z.string(), address: z.string() });
