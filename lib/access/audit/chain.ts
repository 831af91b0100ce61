/**
 * How the audit log is sealed, to the byte, so that anybody can check it without Gatehouse.
 *
 *   digest(event)      = SHA-256 of canonicalJson(event), the event being exactly the members of `SealedEvent`
 *   hash(seq)          = SHA-256 of canonicalJson({digest, previous, seq}); `previous` is hash(seq − 1), 64 zeros for the first
 *   checkpoint         = canonicalJson({at, hash, keyId, number, previous, seq}), signed with Ed25519; `previous` is the SHA-256 of the
 *                        canonicalJson of the checkpoint before with its `signature` as a member, 64 zeros for the first
 *   commitment         = SHA-256 of salt ‖ canonicalJson(data), the salt as bytes
 *
 * Digests and hashes are lower-case hex, signatures base64url, canonicalJson is RFC 8785. Seq and number count from 1 without a gap. Times are UTC
 * with microseconds. An event may be left out of a copy of the log: its seq and digest keep the chain whole.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '#lib/platform/canonical-json.ts';
import type { Commitment } from '#lib/platform/personal-data.ts';

/** An event as it is sealed. Everything that the table says of it, but nothing of the personal data beside it. */
export type SealedEvent = {
  id: string;
  at: string;
  event: string;
  actorId: string | null;
  actorType: string;
  via: string | null;
  viaId: string | null;
  targetType: string;
  targetId: string | null;
  teamId: string | null;
  operationId: string;
  requestId: string;
  before: unknown;
  after: unknown;
  personal: Commitment[] | null;
  xid: string;
};

export type Seal = { seq: number; digest: string; hash: string };

export type Checkpoint = {
  number: number;
  seq: number;
  hash: string;
  at: string;
  keyId: string;
  previous: string;
  signature: string;
};

/** What stands before the first. */
export const nothing = '0'.repeat(64);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const digestOf = (event: SealedEvent): string => sha256(canonicalJson(event));

export const hashOf = (seq: number, previous: string, digest: string): string => sha256(canonicalJson({ digest, previous, seq }));

const signedText = ({ signature: _, ...said }: Checkpoint) => Buffer.from(canonicalJson(said));

/** What the next checkpoint holds as `previous`. */
export const checkpointDigest = (checkpoint: Checkpoint): string => sha256(canonicalJson(checkpoint));

export type SigningKey = { id: string; privateKey: KeyObject; publicKey: KeyObject };

export function signed(said: Omit<Checkpoint, 'signature' | 'keyId'>, key: SigningKey): Checkpoint {
  const checkpoint = { ...said, keyId: key.id, signature: '' };
  return { ...checkpoint, signature: sign(null, signedText(checkpoint), key.privateKey).toString('base64url') };
}

/** False for a signature by another key or over anything else. */
export function isSignedBy(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  const signature = Buffer.from(checkpoint.signature, 'base64url');
  return signature.length === 64 && verify(null, signedText(checkpoint), publicKey, signature);
}

/** The first 16 hex digits of the SHA-256 of the public key's DER (SubjectPublicKeyInfo). */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key of these 32 bytes (RFC 8032). */
export function signingKey(seed: Buffer): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), type: 'pkcs8', format: 'der' });
  const publicKey = createPublicKey(privateKey);
  return { id: keyIdOf(publicKey), privateKey, publicKey };
}
