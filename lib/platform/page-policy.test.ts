import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, pageAsked } from './page-policy.ts';

describe('the page asked for', () => {
  test.each([
    ['/', '/'],
    ['/assets?kind=model&q=a%20b', '/assets?kind=model&q=a%20b'],
    ['/assets?_rsc=abc', '/assets'],
    ['/assets?kind=model&_rsc=abc&q=x', '/assets?kind=model&q=x'],
    ['/apiary', '/apiary'],
    ['/livezone', '/livezone'],
    ['/_next/static/../../sign-in', '/_next/static/../../sign-in'],
    ['/api/%2E%2e/people', '/api/%2E%2e/people'],
    ['/api/..%2fpeople', '/api/..%2fpeople'],
    ['/api/..\\people', '/api/..\\people'],
  ])('at %s is %s', (url, path) => expect(pageAsked(url)).toBe(path));

  test.each(['/api/v1/assets', '/_next/static/chunks/a.js', '/livez', '/readyz', '/icon.svg?icon.1.svg'])('is none at %s', (url) =>
    expect(pageAsked(url)).toBeNull(),
  );
});

describe('the content security policy', () => {
  test('lets scripts and styles run by the nonce alone', () => {
    const policy = contentSecurityPolicy('abc', false);
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).toContain("style-src 'self' 'nonce-abc';");
    expect(policy).not.toContain('unsafe-eval');
  });

  test('gives way in development', () => expect(contentSecurityPolicy('abc', true)).toContain("'unsafe-eval'"));
});
