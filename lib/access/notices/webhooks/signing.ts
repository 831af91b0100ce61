/** Signatures as Standard Webhooks defines them (https://www.standardwebhooks.com): HMAC-SHA256 over id, time and body. */
import { createHmac, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from '#lib/platform/encryption.ts';

const prefix = 'whsec_';

/** 32 random bytes, as receivers' libraries take them. */
export const drawSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

export const sealSecret = (secret: string, webhookId: string): string => encrypt(secret, 'webhook', webhookId).toString('base64');
export const openSecret = (sealed: string, webhookId: string): string => decrypt(Buffer.from(sealed, 'base64'), 'webhook', webhookId);

/** @param seconds since 1970, as the header `webhook-timestamp` says */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(prefix, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** The headers that prove where it is from: a signature of each secret that holds, the present one first. */
export const signedHeaders = (secrets: readonly string[], id: string, at: Date, body: string): Record<string, string> => {
  const seconds = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => signatureOf(secret, id, seconds, body));
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
};
