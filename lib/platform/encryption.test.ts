import { expect, test, vi } from 'vitest';
import { decrypt, encrypt } from './encryption.ts';

vi.mock('./env.ts', () => ({ env: () => ({ GATEHOUSE_SECRET: 'a secret of thirty-two characters or more' }) }));

test('what was encrypted is read again, and looks different each time', () => {
  const [first, second] = [encrypt('JBSWY3DP', 'totp', 'person 1'), encrypt('JBSWY3DP', 'totp', 'person 1')];
  expect(decrypt(first, 'totp', 'person 1')).toBe('JBSWY3DP');
  expect(first.equals(second)).toBe(false);
  expect(first.includes('JBSWY3DP')).toBe(false);
});

test('it is refused for another purpose, for someone else, and after a change of any byte', () => {
  const sealed = encrypt('JBSWY3DP', 'totp', 'person 1');
  expect(() => decrypt(sealed, 'sso', 'person 1')).toThrow();
  expect(() => decrypt(sealed, 'totp', 'person 2')).toThrow();
  for (const at of sealed.keys()) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => decrypt(changed, 'totp', 'person 1'), `byte ${at}`).toThrow();
  }
});
