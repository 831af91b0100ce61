import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawSecret, signatureOf, signedHeaders } from './signing.ts';

// As the reference implementations of Standard Webhooks sign it.
const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  seconds: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

test('the published message is signed as published', () => {
  expect(signatureOf(published.secret, published.id, published.seconds, published.body)).toBe(published.signature);
});

test('while a secret is rotated there are two signatures, the present one first', () => {
  const headers = signedHeaders([drawSecret(), published.secret], published.id, new Date(published.seconds * 1000 + 999), published.body);
  expect(headers).toMatchObject({ 'webhook-id': published.id, 'webhook-timestamp': String(published.seconds) });
  const [first, second] = headers['webhook-signature']?.split(' ') ?? [];
  expect([first?.startsWith('v1,'), second]).toEqual([true, published.signature]);
  expect(first).not.toBe(second);
});

test('a secret has 256 bits, as receivers’ libraries read them', () => {
  const secret = drawSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const key = Buffer.from(secret.slice(6), 'base64');
  expect(key).toHaveLength(32);
  expect(signatureOf(secret, 'a', 1, 'b')).toBe(`v1,${createHmac('sha256', key).update('a.1.b').digest('base64')}`);
});
