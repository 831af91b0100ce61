/** The second door as a browser meets it: next-auth behind our own rules. */
import { beforeAll, expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { actorOfToken } from './actor.ts';
import { codeOf, giveTotp } from './factors/testing.ts';
import { hashPassword } from './passwords.ts';
import { handleAuth } from './sign-in.ts';
import { eventsOf, makePerson, makeSession } from './testing.ts';
import { keyOf } from './throttle.ts';

const base = 'http://localhost:3000';
const password = 'four kind otters swim';
let passwordHash: string;

beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

type Jar = Record<string, string>;

async function send(
  method: string,
  path: string,
  { jar = {}, body, headers = {} }: { jar?: Jar; body?: unknown; headers?: Record<string, string> } = {},
) {
  const cookie = Object.entries(jar)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
  const response = await handleAuth(
    new Request(`${base}/api/auth/${path}`, {
      method,
      headers: {
        host: 'localhost:3000',
        ...(method === 'POST' ? { origin: base, 'content-type': 'application/json' } : {}),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
  const set = response.headers.getSetCookie();
  for (const each of set) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
    jar[name] = value;
  }
  const text = await response.text();
  return { status: response.status, set, headers: response.headers, body: text ? JSON.parse(text) : null };
}

async function csrf(jar: Jar): Promise<string> {
  return (await send('GET', 'csrf', { jar })).body.csrfToken;
}

async function signedIn(email: string, jar: Jar = {}) {
  return { jar, answer: await send('POST', 'callback/credentials', { jar, body: { email, password, csrfToken: await csrf(jar) } }) };
}

test('signing in sets an opaque cookie that scripts cannot read, and nothing else of the person', async () => {
  const person = await makePerson({ passwordHash });
  const { answer, jar } = await signedIn(person.email.toUpperCase());
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ name: person.name });
  const cookie = answer.set.find((each) => each.startsWith('gatehouse-session='));
  expect(cookie).toMatch(/^gatehouse-session=[A-Za-z0-9_-]{43}; /);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toMatch(/Path=\//);
  expect((await actorOfToken(String(jar['gatehouse-session'])))?.id).toBe(person.id);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('signing out ends the session on the server, with its event, and clears the cookie', async () => {
  const person = await makePerson({ passwordHash });
  const { jar } = await signedIn(person.email);
  const token = String(jar['gatehouse-session']);
  const { rows } = await owner.query('SELECT id FROM sessions WHERE user_id = $1', [person.id]);
  const answer = await send('POST', 'signout', { jar, body: { csrfToken: await csrf(jar) } });
  expect(answer.status).toBe(200);
  expect(answer.set.join()).toMatch(/gatehouse-session=;/);
  expect(await actorOfToken(token)).toBeNull();
  const events = await eventsOf({ id: rows[0].id });
  expect(events.map((event) => [event.event, event.actor_id, event.after?.why])).toEqual([
    ['session.started', person.id, undefined],
    ['session.ended', person.id, 'signed out'],
  ]);
});

test('a wrong password is a refusal in our own shape, and sets no session', async () => {
  const person = await makePerson({ passwordHash });
  const jar: Jar = {};
  const answer = await send('POST', 'callback/credentials', {
    jar,
    body: { email: person.email, password: 'wrong', csrfToken: await csrf(jar) },
  });
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ code: 'unauthenticated', message: 'The email address or the password is not right.' });
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(jar).not.toHaveProperty('gatehouse-session');
});

test('waiting is told in seconds, in the body and in the header', async () => {
  const person = await makePerson({ passwordHash });
  const jar: Jar = {};
  await owner.query("INSERT INTO throttles (key, failures, blocked_until, last_at) VALUES ($1, 30, now() + interval '10 minutes', now())", [
    keyOf('account', person.email),
  ]);
  const answer = await send('POST', 'callback/credentials', { jar, body: { email: person.email, password, csrfToken: await csrf(jar) } });
  expect(answer.status).toBe(429);
  expect(answer.body).toMatchObject({ code: 'too_many', message: 'Too many attempts did not succeed. Try again in 10 minutes.' });
  expect(answer.body.retryAfter).toBeGreaterThan(500);
  expect(answer.headers.get('retry-after')).toBe(String(answer.body.retryAfter));
});

test.each([
  ['an object as the mail', { email: { contains: '@' }, password }, 'email'],
  ['an array as the password', { email: 'a@example.org', password: ['x'] }, 'password'],
  ['no mail', { password }, 'email'],
  ['a password of a megabyte’s kind', { email: 'a@example.org', password: 'x'.repeat(2000) }, 'password'],
  ['a further field', { email: 'a@example.org', password, role: 'admin' }, 'body'],
])('%s is refused before the database is asked', async (_, fields, field) => {
  const jar: Jar = {};
  const answer = await send('POST', 'callback/credentials', { jar, body: { ...fields, csrfToken: await csrf(jar) } });
  expect(answer.status).toBe(422);
  expect(Object.keys(answer.body.fields)).toEqual([field]);
});

test('sign-in and sign-out without the token of our own page, or from another site, are refused', async () => {
  const person = await makePerson({ passwordHash });
  const body = { email: person.email, password };
  const jar: Jar = {};
  const csrfToken = await csrf(jar);
  expect((await send('POST', 'callback/credentials', { jar, body })).status).toBe(403);
  expect((await send('POST', 'callback/credentials', { jar, body: { ...body, csrfToken: 'f'.repeat(64) } })).status).toBe(403);
  expect((await send('POST', 'callback/credentials', { body: { ...body, csrfToken } })).status).toBe(403);
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await send('POST', 'callback/credentials', { jar, body: { ...body, csrfToken }, headers: foreign })).status).toBe(403);
  const session = { ...jar, 'gatehouse-session': await makeSession(person) };
  expect((await send('POST', 'signout', { jar: session, body: {} })).status).toBe(403);
  expect(await actorOfToken(session['gatehouse-session'])).not.toBeNull();
});

test.each([
  ['POST', '_log'],
  ['POST', 'session'],
  ['GET', 'signin'],
  ['POST', 'signin/credentials'],
  ['GET', 'signout'],
  ['GET', 'callback/credentials'],
  ['GET', 'error'],
  ['GET', 'verify-request'],
  ['GET', 'csrf/more'],
  ['GET', ''],
])('%s /api/auth/%s is not there', async (method, path) => {
  const answer = await send(method, path, { body: method === 'POST' ? { csrfToken: 'x' } : undefined });
  expect(answer.status).toBe(404);
  expect(answer.body.code).toBe('not_found');
});

test('the session tells name and mail of who is signed in, and nothing once it has ended', async () => {
  const person = await makePerson();
  const jar = { 'gatehouse-session': await makeSession(person) };
  const answer = await send('GET', 'session', { jar: { ...jar } });
  expect(answer.body.user).toMatchObject({ name: person.name, email: person.email });
  expect(JSON.stringify(answer.body)).not.toContain(jar['gatehouse-session']);
  await owner.query('DELETE FROM sessions WHERE user_id = $1', [person.id]);
  expect((await send('GET', 'session', { jar })).body).toEqual({});
});

test.each([
  ['no JSON', '{"email":', 422],
  ['no object', '[1]', 422],
  ['too long', JSON.stringify({ password: 'x'.repeat(20_000) }), 413],
])('a body that is %s is refused', async (_, body, status) => {
  expect((await send('POST', 'callback/credentials', { body })).status).toBe(status);
});

test('where to go next is not taken from the request', async () => {
  const person = await makePerson({ passwordHash });
  const jar: Jar = { 'gatehouse-callback': 'https%3A%2F%2Fevil.example' };
  const answer = await send('POST', 'callback/credentials?callbackUrl=https://evil.example', {
    jar,
    body: { email: person.email, password, csrfToken: await csrf(jar) },
  });
  expect(answer.status).toBe(200);
  expect(JSON.stringify([answer.body, answer.set, [...answer.headers]])).not.toContain('evil.example');
});

test('with a second factor, the right password gives no session, but a cookie with a ticket that scripts cannot read; the code gives one', async () => {
  const person = await makePerson({ passwordHash });
  const secret = await giveTotp(person);
  const { answer, jar } = await signedIn(person.email);
  expect([answer.status, answer.body]).toEqual([200, { ways: ['totp'] }]);
  expect(jar['gatehouse-session']).toBeUndefined();
  const ticket = answer.set.find((each) => each.startsWith('gatehouse-second-step='));
  expect(ticket).toMatch(/; Max-Age=300; HttpOnly; SameSite=(Strict|Lax)/);
  const step = async (given: Jar, code: string) =>
    send('POST', 'callback/second-step', { jar: given, body: { method: 'totp', code, csrfToken: await csrf(given) } });
  expect((await step({}, codeOf(secret))).status).toBe(401);
  expect((await step(jar, codeOf(secret, 9))).body).toMatchObject({ code: 'invalid', fields: { code: expect.any(String) } });
  const done = await step(jar, codeOf(secret));
  expect([done.status, done.body]).toEqual([200, { name: person.name }]);
  expect((await actorOfToken(jar['gatehouse-session'] ?? ''))?.id).toBe(person.id);
  expect(done.set.find((each) => each.startsWith('gatehouse-second-step='))).toContain('Max-Age=0');
});

test('a challenge for any passkey is bound to the browser by a cookie; one for the second step takes the ticket', async () => {
  const jar: Jar = {};
  const asked = await send('POST', 'challenge/passkey', { jar, body: {} });
  expect(asked.body).toMatchObject({ challenge: expect.any(String), userVerification: 'required', rpId: 'localhost' });
  expect(asked.set.join()).toMatch(/gatehouse-passkey=[^;]{20,}; Path=\/; Max-Age=300; HttpOnly; SameSite=Strict/);
  expect((await send('POST', 'challenge/second-step', { jar, body: {} })).status).toBe(401);
  expect((await send('POST', 'challenge/passkey', { jar, body: {}, headers: { origin: 'https://evil.example' } })).status).toBe(403);
});

test.each([
  ['a code that is an object', { method: 'totp', code: { $ne: '' } }],
  ['no method', { code: '123456' }],
  ['a passkey’s answer with a field too many', { method: 'passkey', answer: { id: 'x', more: 1 } }],
])('%s is refused as input', async (_, body) => {
  const jar: Jar = {};
  const answer = await send('POST', 'callback/second-step', { jar, body: { ...body, csrfToken: await csrf(jar) } });
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
});
