import { expect, test } from 'vitest';
import { refusedVersion } from './database-version.ts';

test.each([
  [150000, '15.0'],
  [150004, '15.4'],
  [180004, '18.4'],
])('version %i will do', (number, text) => expect(refusedVersion(number, text)).toBeNull());

test.each([
  [149999, '14.99'],
  [140011, '14.11'],
  [90624, '9.6.24'],
  [0, 'of an unknown version'],
  [Number.NaN, 'of an unknown version'],
])('version %i is refused in a sentence that says which it takes', (number, text) =>
  expect(refusedVersion(number, text)).toBe(`The database of DATABASE_URL is PostgreSQL ${text}. Expected PostgreSQL 15 or later.`),
);
