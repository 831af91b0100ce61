import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

async function servedAt(url: string) {
  vi.resetModules();
  vi.stubEnv('DATABASE_URL', 'postgresql://gatehouse_app:app@127.0.0.1/gatehouse');
  vi.stubEnv('GATEHOUSE_SECRET', 'x'.repeat(43));
  vi.stubEnv('GATEHOUSE_URL', url);
  return import('./cookie.ts');
}

test('over HTTPS the session cookie is bound to this host and to HTTPS', async () => {
  const { sessionCookieHeader, cookieOptions } = await servedAt('https://gatehouse.example');
  expect(sessionCookieHeader('t', 60)).toBe('__Host-gatehouse-session=t; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure');
  expect(cookieOptions()).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
});

test('over HTTP it has no prefix, which browsers would refuse', async () => {
  const { sessionCookieHeader } = await servedAt('http://localhost:3000');
  expect(sessionCookieHeader('t', 60)).toBe('gatehouse-session=t; Path=/; Max-Age=60; HttpOnly; SameSite=Lax');
});

test('a cookie is found among others by its whole name, and a badly encoded one counts as none', async () => {
  const { cookieOf } = await servedAt('http://localhost:3000');
  const request = (cookie: string) => new Request('http://localhost/', { headers: { cookie } });
  expect(cookieOf(request('a=1; gatehouse-session=x%3Dy; b=2'), 'gatehouse-session')).toBe('x=y');
  expect(cookieOf(request('other-gatehouse-session=x'), 'gatehouse-session')).toBeNull();
  expect(cookieOf(request('gatehouse-session=%E0%A4%A'), 'gatehouse-session')).toBeNull();
  expect(cookieOf(new Request('http://localhost/'), 'gatehouse-session')).toBeNull();
});
