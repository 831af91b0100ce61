/** The browser's half of WebAuthn, loaded when it is first needed. */
import type { NewPasskeyAnswer, PasskeyAnswer } from '#lib/access/factors/schema.ts';

/** What the server's half of the library wrote for this one to read. */
export type Asked = { challenge: string };

/** The person closed the browser's window, or let it time out: nothing to tell them. */
export class PasskeyDeclined extends Error {}

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = () => typeof window !== 'undefined' && 'PublicKeyCredential' in window;

/** Proves the person by a passkey. @throws PasskeyDeclined, or Error with a sentence to show. */
export async function provePasskey(asked: Asked): Promise<PasskeyAnswer> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return told(startAuthentication({ optionsJSON: written<Parameters<typeof startAuthentication>[0]['optionsJSON']>(asked) }));
}

/** Makes a passkey on this device or wherever the person chooses. @throws PasskeyDeclined, or Error with a sentence to show. */
export async function makePasskey(asked: Asked): Promise<NewPasskeyAnswer> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const answer = await told(startRegistration({ optionsJSON: written<Parameters<typeof startRegistration>[0]['optionsJSON']>(asked) }));
  return answer as NewPasskeyAnswer;
}

/** The one cast: both halves of the library are of one family, and the operation between them passes on what it was given. */
const written = <T>(asked: Asked) => asked as unknown as T;

async function told<T>(asking: Promise<unknown>): Promise<T> {
  try {
    return (await asking) as T;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyDeclined('No passkey was given.');
    if (name === 'InvalidStateError') throw new Error('This device has a passkey for your account already.');
    throw new Error('This browser could not use a passkey here. Try another way.');
  }
}
