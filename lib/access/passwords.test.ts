import { verify } from '@node-rs/argon2';
import { expect, test, vi } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const argon2 = await original<typeof import('@node-rs/argon2')>();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});

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

test('nobody’s password never fits, and costs a verification with everyone’s parameters', async () => {
  vi.mocked(verify).mockClear();
  expect(await verifyPassword(null, 'four kind otters swim')).toBe(false);
  expect(verify).toHaveBeenCalledOnce();
  expect(vi.mocked(verify).mock.calls[0]?.[0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
