import { expect, test } from 'vitest';
import { sessionCookieHeader } from './cookie.ts';
import { giveTotp } from './factors/testing.ts';
import { hashPassword } from './passwords.ts';
import { handleAuth } from './sign-in.ts';
import { type Flow, flowCookieHeader, noFlowCookieHeader } from './sso/flow.ts';
import { makePerson } from './testing.ts';

const base = 'https://gatehouse.example.org';
process.env.GATEHOUSE_URL = base;

const password = 'four kind otters swim';
const person = async () => makePerson({ passwordHash: await hashPassword(password) });

/** The names of the cookies that were set, each of which must be of this host alone, over HTTPS alone, and out of reach for scripts. */
function boundCookies(responses: readonly Response[]): string[] {
  const cookies = responses.flatMap((response) => response.headers.getSetCookie());
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-/);
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).toMatch(/; HttpOnly(;|$)/);
    expect(cookie).toMatch(/; Secure(;|$)/);
    expect(cookie).toMatch(/; SameSite=(Lax|Strict)(;|$)/);
    expect(cookie).not.toMatch(/Domain/i);
  }
  return cookies.map((cookie) => cookie.split('=')[0] ?? '').sort();
}

/** Both answers of a sign-in with a password: the token of the form, and what became of it. */
async function enter({ email }: { email: string }): Promise<Response[]> {
  const asked = await handleAuth(new Request(`${base}/api/auth/csrf`));
  const { csrfToken } = await asked.clone().json();
  const answer = await post('callback/credentials', { email, password, csrfToken }, asked.headers.getSetCookie()[0]?.split(';')[0]);
  expect(answer.status).toBe(200);
  return [asked, answer];
}

const post = (path: string, body: object, cookie = '') =>
  handleAuth(
    new Request(`${base}/api/auth/${path}`, {
      method: 'POST',
      headers: { host: 'gatehouse.example.org', origin: base, 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    }),
  );

test('over HTTPS every cookie of a sign-in is bound to this host and to HTTPS, those that are taken away too', async () => {
  expect(boundCookies(await enter(await person()))).toEqual([
    '__Host-gatehouse-csrf',
    '__Host-gatehouse-passkey',
    '__Host-gatehouse-second-step',
    '__Host-gatehouse-session',
  ]);
});

test('so is the ticket for the second step, and what a passkey’s challenge is bound by', async () => {
  const careful = await person();
  await giveTotp(careful);
  expect(boundCookies(await enter(careful))).toEqual(['__Host-gatehouse-csrf', '__Host-gatehouse-second-step']);
  expect(boundCookies([await post('challenge/passkey', {})])).toEqual(['__Host-gatehouse-passkey']);
});

test('and so are the session and the flow of single sign-on, as their headers are written', () => {
  const begun = { provider: 'p', state: 's', nonce: 'n', verifier: 'v', next: '/', startedAt: Date.now() };
  const flow: Flow = { ...begun, intent: { type: 'sign-in', again: false } };
  const headers = [sessionCookieHeader('t', 60), flowCookieHeader(flow), noFlowCookieHeader()];
  const response = new Response();
  for (const header of headers) response.headers.append('set-cookie', header);
  expect(boundCookies([response])).toEqual(['__Host-gatehouse-session', '__Host-gatehouse-sso', '__Host-gatehouse-sso']);
});
