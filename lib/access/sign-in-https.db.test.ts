import { expect, test } from 'vitest';
import { hashPassword } from './passwords.ts';
import { handleAuth } from './sign-in.ts';
import { makePerson } from './testing.ts';

const base = 'https://gatehouse.example.org';
process.env.GATEHOUSE_URL = base;

test('over HTTPS every cookie is bound to this host and to HTTPS', async () => {
  const password = 'four kind otters swim';
  const person = await makePerson({ passwordHash: await hashPassword(password) });
  const asked = await handleAuth(new Request(`${base}/api/auth/csrf`));
  const [csrf = ''] = asked.headers.getSetCookie();
  const { csrfToken } = await asked.json();
  const answer = await handleAuth(
    new Request(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { host: 'gatehouse.example.org', origin: base, 'content-type': 'application/json', cookie: csrf.split(';')[0] ?? '' },
      body: JSON.stringify({ email: person.email, password, csrfToken }),
    }),
  );
  expect(answer.status).toBe(200);
  const cookies = [csrf, ...answer.headers.getSetCookie()];
  expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-gatehouse-csrf', '__Host-gatehouse-session']);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; Secure/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).not.toMatch(/Domain/);
  }
});
