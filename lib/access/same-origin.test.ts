import { expect, test } from 'vitest';
import { AppError } from '#lib/platform/errors.ts';
import { sameOrigin } from './same-origin.ts';

const change = (headers: Record<string, string>) =>
  new Request('http://gatehouse.example/api/v1/assets', { method: 'POST', headers: { host: 'gatehouse.example', ...headers } });
const cookie = 'gatehouse-session=t';

test.each([
  ['our own page', { origin: 'http://gatehouse.example', 'sec-fetch-site': 'same-origin', cookie }],
  ['our own page in a browser that sends no Sec-Fetch-Site', { origin: 'http://gatehouse.example', cookie }],
  [
    'our own page behind a proxy that changes the host',
    { host: '10.0.0.1', 'x-forwarded-host': 'gatehouse.example', origin: 'https://gatehouse.example', cookie },
  ],
  ['a client that is no browser and carries no cookie', {}],
])('%s may change', (_, headers) => {
  expect(() => sameOrigin(change(headers))).not.toThrow();
});

test.each([
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie }],
  ['another port of this host', { origin: 'http://gatehouse.example:8080', cookie }],
  ['a subdomain', { origin: 'http://x.gatehouse.example', 'sec-fetch-site': 'same-site', cookie }],
  ['a page without an origin', { origin: 'null', cookie }],
  ['another site without a cookie', { origin: 'https://evil.example' }],
  ['a cookie with neither header', { cookie }],
  ['a cross-site navigation', { 'sec-fetch-site': 'cross-site', cookie }],
  ['an address typed by hand', { 'sec-fetch-site': 'none', cookie }],
  ['a lie in Sec-Fetch-Site beside a true origin', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin', cookie }],
])('%s may not change', (_, headers) => {
  expect(() => sameOrigin(change(headers))).toThrow(AppError);
});
