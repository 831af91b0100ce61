import { createHash } from 'node:crypto';
import { request as send } from 'node:http';
import { expect, test } from './fixtures.ts';

const policyOf = (header: string | undefined) =>
  Object.fromEntries((header ?? '').split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)]));

test('pages carry a strict policy with a nonce of their own each time, and their scripts run under it', async ({ page, request }) => {
  const [first, second] = [await request.get('/sign-in'), await request.get('/sign-in')];
  const [one, two] = [policyOf(first.headers()['content-security-policy']), policyOf(second.headers()['content-security-policy'])];
  expect(one['script-src']).toEqual(
    expect.arrayContaining(["'self'", "'strict-dynamic'", expect.stringMatching(/^'nonce-[A-Za-z0-9+/=]{40,}'$/)]),
  );
  expect(one['script-src']).not.toContain("'unsafe-inline'");
  expect(one['script-src']).not.toEqual(two['script-src']);
  expect(one).toMatchObject({
    'default-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'"],
  });
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  expect(refused).toEqual([]);
});

test('the pages’ letters arrive, and each file of them once', async ({ page }) => {
  const fetched: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.woff2')) fetched.push(`${response.status()} ${response.url()}`);
  });
  await page.goto('/sign-in');
  await page.waitForFunction(() => [...document.fonts].some((font) => font.family.includes('Geist Variable') && font.status === 'loaded'));
  expect(fetched.filter((each) => !each.startsWith('200 '))).toEqual([]);
  expect(new Set(fetched).size).toBe(fetched.length);
});

test('pages and the API carry the headers that keep browsers from guessing, framing and telling', async ({ request }) => {
  for (const path of ['/sign-in', '/nothing-of-the-kind', '/api/v1/account', '/api/auth/csrf']) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': expect.stringMatching(/same-origin|no-referrer/),
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers, path).not.toHaveProperty('x-powered-by');
  }
  expect((await request.get('/api/v1/account')).headers()['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
});

test('the page’s own address may be claimed in headers: it opens nothing', async ({ request }) => {
  const claims = { 'x-path': '/assets', 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy', 'x-nonce': 'known' };
  const answer = await request.get('/settings', { headers: claims, maxRedirects: 0 });
  expect(answer.status()).toBe(307);
  expect(answer.headers().location).toBe('/sign-in?next=%2Fsettings');
  expect(answer.headers()['content-security-policy']).not.toContain('known');
});

test('a body of 300 MB to the API arrives whole', async ({ arrange, baseURL }) => {
  test.slow();
  const team = await arrange.team();
  const token = await arrange.session(await arrange.person('Ursula Upload', [[team, 'lead']]));
  const piece = Buffer.alloc(1024 * 1024, 'gatehouse');
  const expected = createHash('sha256');
  for (let at = 0; at < 300; at += 1) expected.update(piece);
  const origin = new URL(baseURL ?? '').origin;
  const answer = await new Promise<string>((resolve, reject) => {
    const sending = send(`${origin}/api/v1/digests`, {
      method: 'POST',
      headers: {
        origin,
        cookie: `gatehouse-session=${token}`,
        'content-type': 'application/octet-stream',
        'content-length': 300 * piece.byteLength,
      },
    });
    sending.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    let sent = 0;
    const more = () => {
      while (sent < 300) {
        sent += 1;
        if (!sending.write(piece)) return void sending.once('drain', more);
      }
      sending.end();
    };
    more();
  });
  expect(JSON.parse(answer)).toMatchObject({ size: 300 * piece.byteLength, sha256: expected.digest('hex') });
});
