import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safePath } from './next-path.ts';

test.each(['/', '/assets', '/assets?kind=model&sort=-level', '/assets/0190#versions', '/settings/roles'])('%s is kept', (path) => {
  expect(safePath(path)).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%5cevil.example\\@x',
  'javascript:alert(1)',
  'assets',
  '',
  null,
  undefined,
  '/\tevil',
  '/\n/evil.example',
  '/./' + '/evil.example',
  '/..//evil.example',
  '/sign-in?next=/sign-in',
  '/sign-out',
  '/setup?token=x',
  '/api/v1/assets/export',
  `/${'a'.repeat(3000)}`,
])('%s leads to the start page', (path) => {
  expect(safePath(path)).toBe('/');
});

test('a longer word that begins like a closed path is kept', () => {
  expect(safePath('/setups')).toBe('/setups');
});

test('wherever it leads, a browser stays on this site', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '//',
    'evil.example',
    '\t',
    '\n',
    '?',
    '#',
    '%2f',
    '%5c',
    'https:',
    'javascript:',
    'assets',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const path = safePath(parts.join(''));
      expect(new URL(path, 'https://gatehouse.example').origin).toBe('https://gatehouse.example');
    }),
    { numRuns: 2000 },
  );
});
