import { expect, test } from 'vitest';
import { isLoopback, isSecureUrl } from './urls.ts';

test.each([
  'https://login.example.org',
  'https://login.example.org/realms/main',
  'http://127.0.0.1:4000',
  'http://localhost',
  'http://[::1]:8080/x',
])('%s may be asked', (url) => expect(isSecureUrl(url)).toBe(true));

test.each([
  'http://login.example.org',
  'ftp://127.0.0.1',
  'file:///etc/passwd',
  'login.example.org',
  'https://me:secret@example.org',
  'https://example.org/#x',
  'http://127.0.0.1.example.org',
  'javascript:alert(1)',
  '',
])('%s may not', (url) => expect(isSecureUrl(url)).toBe(false));

test('this machine is known by its names alone', () => {
  for (const name of ['localhost', 'LOCALHOST', '127.0.0.1', '127.9.9.9', '[::1]', new URL('http://2130706433').hostname])
    expect(isLoopback(name)).toBe(true);
  for (const name of ['localhost.example.org', '128.0.0.1', '10.0.0.1', '[::2]', '']) expect(isLoopback(name)).toBe(false);
});
