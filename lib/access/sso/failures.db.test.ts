/** What may go wrong between a provider and here, made to happen with a real provider and a proxy that falsifies its answers. */
import { call } from '@orpc/server';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { contextOf } from '../testing.ts';
import { signInOperations } from './procedures.ts';
import { comeBack, press, setUp, signInAs } from './testing/journey.ts';
import { LoopbackProvider, payloadOf } from './testing/loopback-provider.ts';

const back = (key: string) => `http://localhost:3000/api/auth/sso/${key}`;
let provider: LoopbackProvider;

beforeAll(async () => {
  provider = await LoopbackProvider.start([back('test')]);
  await setUp(provider, 'test', { createsPeople: true });
});
afterAll(() => provider.close());
afterEach(async () => {
  provider.tamper = null;
  vi.useRealTimers();
  await owner.query('DELETE FROM throttles');
});

function account(): string {
  const sub = newId();
  provider.accounts.set(sub, { sub, name: 'Ines Okafor', email: `${sub}@idp.example`, email_verified: true });
  return sub;
}

/** What the log says of the last refusal. */
async function lastRefusal(): Promise<string> {
  const { rows } = await owner.query("SELECT after FROM audit_events WHERE event = 'session.refused' ORDER BY at DESC, id DESC LIMIT 1");
  return rows[0]?.after.reason;
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

test('all is well without a falsification', async () => {
  expect(await signInAs(provider, 'test', account())).toMatchObject({ to: '/', reason: null });
});

test.each([
  ['another audience', (token: string) => provider.sign({ ...payloadOf(token), aud: 'somebody-else' }), /"aud"/],
  [
    'two audiences without the party it is for',
    (token: string) => provider.sign({ ...payloadOf(token), aud: ['gatehouse', 'other'] }),
    /"aud"/,
  ],
  ['another issuer', (token: string) => provider.sign({ ...payloadOf(token), iss: 'https://evil.example' }), /"iss"/],
  ['the nonce of another sign-in', (token: string) => provider.sign({ ...payloadOf(token), nonce: 'of another sign-in' }), /"nonce"/],
  ['no nonce', (token: string) => provider.sign({ ...payloadOf(token), nonce: undefined }), /"nonce"/],
  ['a time that is over', (token: string) => provider.sign({ ...payloadOf(token), iat: seconds() - 700, exp: seconds() - 60 }), /"exp"/],
  ['a time of issue in the future', (token: string) => provider.sign({ ...payloadOf(token), iat: seconds() + 120 }), /future/],
  ['a beginning in the future', (token: string) => provider.sign({ ...payloadOf(token), nbf: seconds() + 120 }), /"nbf"/],
  ['no subject', (token: string) => provider.sign({ ...payloadOf(token), sub: undefined }), /"sub"/],
  ['an empty subject', (token: string) => provider.sign({ ...payloadOf(token), sub: '' }), /subject/],
  ['no signature (alg none)', (token: string) => `${base64({ alg: 'none' })}.${token.split('.')[1]}.`, /"alg"/],
  ['a signature by the shared secret (HS256)', (token: string) => `${base64({ alg: 'HS256' })}.${token.split('.')[1]}.c2ln`, /"alg"/],
  [
    'a signature of something else',
    (token: string) => [token.split('.')[0], base64({ ...payloadOf(token), name: 'Somebody' }), token.split('.')[2]].join('.'),
    /signature/i,
  ],
  ['a key that the provider does not publish', (token: string) => provider.sign(payloadOf(token), { kid: 'made up' }), /key/],
  ['no ID token', () => '', /JWT|id_token/],
])('an ID token with %s is refused, and the log says why', async (_, change, why) => {
  provider.tamperTokens(change);
  expect(await signInAs(provider, 'test', account())).toMatchObject({ to: '/sign-in?sso=untrusted', session: null });
  expect(await lastRefusal()).toMatch(why);
});

test('clocks may differ by half a minute', async () => {
  provider.falsify((payload) => ({ ...payload, iat: seconds() + 20, exp: seconds() + 600 }));
  expect((await signInAs(provider, 'test', account())).reason).toBeNull();
  provider.falsify((payload) => ({ ...payload, iat: seconds() - 600, exp: seconds() - 20 }));
  expect((await signInAs(provider, 'test', account())).reason).toBeNull();
});

test('an ID token that was good for one sign-in is none for another', async () => {
  const sub = account();
  let kept = '';
  provider.tamperTokens((token) => {
    kept ||= token;
    return kept;
  });
  expect((await signInAs(provider, 'test', sub)).reason).toBeNull();
  expect((await signInAs(provider, 'test', sub)).reason).toBe('untrusted');
  expect(await lastRefusal()).toMatch(/"nonce"/);
});

test('userinfo of another subject is refused', async () => {
  provider.tamper = (path, body) => (path === '/me' ? { ...body, sub: 'somebody-else' } : body);
  expect((await signInAs(provider, 'test', account())).reason).toBe('untrusted');
  expect(await lastRefusal()).toMatch(/"sub"/);
});

test('keys that were rotated are looked up once more, by the same discovery', async () => {
  const sub = account();
  expect((await signInAs(provider, 'test', sub)).reason).toBeNull();
  provider.rotateKeys();
  const before = provider.asked.filter((path) => path === '/jwks').length;
  expect((await signInAs(provider, 'test', sub)).reason).toBeNull();
  expect(provider.asked.filter((path) => path === '/jwks').length).toBe(before + 1);
});

test('the state must be that of the sign-in that this browser began', async () => {
  const sub = account();
  const { url, cookie } = await press('test');
  const address = await provider.visit(url, sub);
  const changed = new URL(address);
  changed.searchParams.set('state', 'of somebody else');
  for (const [to, cookies] of [
    [changed.href, [cookie]],
    [address, []],
    [address, ['gatehouse-sso=made-up']],
    [address, [(await press('test')).cookie]],
  ] as const)
    expect(await comeBack(to, cookies)).toMatchObject({ reason: 'stale', session: null });
  expect((await comeBack(address, [cookie])).reason).toBeNull();
});

test('a code works once', async () => {
  const { url, cookie } = await press('test');
  const address = await provider.visit(url, account());
  expect((await comeBack(address, [cookie])).reason).toBeNull();
  expect(await comeBack(address, [cookie])).toMatchObject({ reason: 'used', session: null });
});

test('a code is worth nothing without the verifier of the browser that asked for it', async () => {
  const { url } = await press('test');
  const victim = new URL(await provider.visit(url, account()));
  const attacker = await press('test');
  victim.searchParams.set('state', new URL(attacker.url).searchParams.get('state') ?? '');
  expect((await comeBack(victim.href, [attacker.cookie])).reason).toBe('used');
});

test('a sign-in that was begun over ten minutes ago is begun again', async () => {
  const { url, cookie } = await press('test');
  const address = await provider.visit(url, account());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  expect((await comeBack(address, [cookie])).reason).toBe('stale');
});

test('the answer must name its issuer, and the right one (RFC 9207)', async () => {
  const { url, cookie } = await press('test');
  const address = new URL(await provider.visit(url, account()));
  expect(address.searchParams.get('iss')).toBe(provider.issuer);
  address.searchParams.set('iss', 'https://evil.example');
  expect((await comeBack(address.href, [cookie])).reason).toBe('untrusted');
  address.searchParams.delete('iss');
  expect((await comeBack(address.href, [cookie])).reason).toBe('untrusted');
  expect(await lastRefusal()).toMatch(/iss/);
});

test('whoever cancels at the provider is told so, and finds what they were after again', async () => {
  const answer = await signInAs(provider, 'test', 'cancel', { next: '/assets' });
  expect(answer).toMatchObject({ to: '/sign-in?sso=cancelled&next=%2Fassets', session: null });
});

test('a client that the provider does not know by this secret is a matter for the administrator', async () => {
  const strict = await LoopbackProvider.start([back('strict')]);
  await setUp(strict, 'strict', { clientSecret: 'not the one', createsPeople: true });
  strict.accounts.set('a', { sub: 'a' });
  expect(await signInAs(strict, 'strict', 'a')).toMatchObject({ reason: 'misconfigured', session: null });
  expect(await lastRefusal()).toMatch(/401|invalid_client/);
  await strict.close();
});

test('where to go next is a path of this site or the start page', async () => {
  const answer = await signInAs(provider, 'test', account(), { next: 'https://evil.example/' });
  expect(answer.to).toBe('/');
});

test('a provider that is down or is none is told before anybody is sent away', async () => {
  const gone = await LoopbackProvider.start([back('gone')]);
  await setUp(gone, 'gone');
  await gone.close();
  const begin = (key: string) => call(signInOperations.begin, { provider: key }, { context: contextOf(null) });
  expect((await refusal(begin('gone'), 'unavailable')).message).toMatch(/cannot be reached/);
  await refusal(begin('nowhere'), 'not_found');
});

test('a provider that goes down in between is told as such', async () => {
  const falling = await LoopbackProvider.start([back('falling')]);
  await setUp(falling, 'falling', { createsPeople: true });
  falling.accounts.set('a', { sub: 'a' });
  const { url, cookie } = await press('falling');
  const address = await falling.visit(url, 'a');
  await falling.close();
  expect(await comeBack(address, [cookie])).toMatchObject({ reason: 'unreachable', session: null });
});

test('a description of another issuer, one without keys, and one of half a megabyte are refused', async () => {
  const strange = await LoopbackProvider.start([back('strange')]);
  await setUp(strange, 'strange');
  const begin = () => call(signInOperations.begin, { provider: 'strange' }, { context: contextOf(null) });
  for (const change of [
    { issuer: 'https://evil.example' },
    { jwks_uri: undefined },
    { token_endpoint: 'http://example.org/token' },
    { more: 'x'.repeat(600_000) },
  ]) {
    strange.tamper = (_, body) => ({ ...body, ...change });
    await refusal(begin(), 'unavailable');
  }
  strange.tamper = null;
  await begin();
  await strange.close();
});
