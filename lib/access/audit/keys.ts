/** The key that checkpoints are signed with. It comes from outside the database: from GATEHOUSE_AUDIT_KEY, else derived from GATEHOUSE_SECRET. */
import { createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { env } from '#lib/platform/env.ts';
import { keyIdOf, type SigningKey, signingKey } from './chain.ts';

/** The key of this server; copies of Gatehouse on one database have the same. */
export function ownKey(): SigningKey {
  const { GATEHOUSE_AUDIT_KEY, GATEHOUSE_SECRET } = env();
  return keyFrom(GATEHOUSE_AUDIT_KEY, GATEHOUSE_SECRET);
}

export const keyFrom = (chosen: string | undefined, secret: string): SigningKey =>
  signingKey(chosen ? Buffer.from(chosen, 'base64') : Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse audit key', 32)));

/** Public keys by their ids: the server's own, and those that signed before it. */
export function knownKeys(): Map<string, KeyObject> {
  const former = env().GATEHOUSE_AUDIT_FORMER_KEYS.map(publicKeyFrom);
  return keysById([ownKey().publicKey, ...former]);
}

export const keysById = (keys: readonly KeyObject[]): Map<string, KeyObject> => new Map(keys.map((key) => [keyIdOf(key), key]));

/** One line for settings and files: the DER of the public key in base64. */
export const publicKeyText = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

/** @throws Error when the text is neither PEM nor the base64 of a public key. */
export function publicKeyFrom(text: string): KeyObject {
  const key = text.includes('-----BEGIN')
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text.trim(), 'base64'), type: 'spki', format: 'der' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('expected an Ed25519 public key');
  return key;
}
