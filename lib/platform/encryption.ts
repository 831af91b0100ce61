/** Secrets that must be read again (a TOTP key, a client secret) are kept encrypted, so that a copy of the database alone does not hold them. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from './env.ts';

const keyOf = (purpose: string) => Buffer.from(hkdfSync('sha256', env().GATEHOUSE_SECRET, '', `gatehouse ${purpose}`, 32));

/** AES-256-GCM under a key of its own for each purpose; returns nonce, tag and text in one piece. `bound` must be given again to decrypt. */
export function encrypt(plain: string, purpose: string, bound: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(purpose), nonce).setAAD(Buffer.from(bound));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** @throws Error when it was changed, bound to something else, or encrypted under another GATEHOUSE_SECRET. */
export function decrypt(sealed: Uint8Array, purpose: string, bound: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose), bytes.subarray(0, 12)).setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}
