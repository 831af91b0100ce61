import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

test('a hash is argon2id with the parameters of OWASP, salted anew each time', async () => {
  const [first, second] = await Promise.all([hashPassword('four kind otters swim'), hashPassword('four kind otters swim')]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword(first, 'four kind otters swim')).toBe(true);
  expect(await verifyPassword(first, 'four kind otters swam')).toBe(false);
});

test('the same password in another Unicode form fits', async () => {
  const composed = 'vier nette ötter 1'.normalize('NFC');
  expect(await verifyPassword(await hashPassword(composed), composed.normalize('NFD'))).toBe(true);
});

test('nobody’s password never fits, and is hashed with the same parameters as everyone’s', async () => {
  expect(await verifyPassword(null, 'four kind otters swim')).toBe(false);
  const time = async (stored: string | null) => {
    const began = performance.now();
    await verifyPassword(stored, 'four kind otters swim');
    return performance.now() - began;
  };
  const stored = await hashPassword('another password altogether');
  const known = Math.min(await time(stored), await time(stored), await time(stored));
  const unknown = Math.min(await time(null), await time(null), await time(null));
  expect(unknown).toBeGreaterThan(known / 3);
});
