import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checksumOf, drawToken, hintOf, isWellFormed } from './format.ts';
import { expiryOf, scannerPattern, tokenState } from './rules.ts';

test.each(['person', 'service'] as const)('a token for a %s is found by the scanners’ pattern, alone and within a file', (bearer) => {
  const scanner = new RegExp(scannerPattern, 'g');
  for (let count = 0; count < 200; count += 1) {
    const token = drawToken(bearer);
    expect(isWellFormed(token)).toBe(true);
    expect(`export GATEHOUSE_TOKEN="${token}"\n# end`.match(scanner)).toEqual([token]);
  }
});

test('what is no token is not found: other prefixes, other lengths, parts of longer words', () => {
  const token = drawToken('person');
  for (const text of [token.replace('gth_', 'ghp_'), token.slice(0, -1), `${token}a`, `x${token}`, 'gth_', 'gths_short'])
    expect(new RegExp(scannerPattern).test(text), text).toBe(false);
});

test('tokens differ, and every letter of base 62 is drawn', () => {
  const tokens = Array.from({ length: 500 }, () => drawToken('person'));
  expect(new Set(tokens).size).toBe(500);
  expect(new Set(tokens.map((token) => token.slice(4, -6)).join('')).size).toBe(62);
});

test('the checksum is a CRC-32 in base 62, most significant first', () => {
  // CRC-32 of "123456789" is 0xCBF43926 by every published table.
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const value = [...checksumOf('123456789')].reduce((sum, letter) => sum * 62 + digits.indexOf(letter), 0);
  expect(value).toBe(0xcbf43926);
  expect(checksumOf('')).toBe('000000');
});

test('any one letter changed, any two swapped, and the other prefix are refused', () => {
  fc.assert(
    fc.property(fc.nat({ max: 37 }), fc.constantFrom(...'0123456789ABCXYZabcxyz'), (at, letter) => {
      const token = drawToken('person');
      const place = 4 + at;
      fc.pre(token[place] !== letter);
      expect(isWellFormed(token.slice(0, place) + letter + token.slice(place + 1))).toBe(false);
    }),
  );
  const token = drawToken('person');
  expect(isWellFormed(token.replace('gth_', 'gths_'))).toBe(false);
  for (const text of ['', 'gth_', `${token} `, `${token}\n`, token.toLowerCase(), `Bearer ${token}`])
    expect(isWellFormed(text)).toBe(false);
});

test('the hint tells prefix and last letters, not the secret', () => {
  const token = drawToken('service');
  expect(hintOf(token)).toBe(`gths_…${token.slice(-4)}`);
});

test('a token is active, expires soon, expired or revoked', () => {
  const createdAt = new Date('2026-01-01T00:00:00Z');
  const at = (days: number) => expiryOf(createdAt, days);
  const year = { createdAt, expiresAt: at(365), revokedAt: null };
  expect(tokenState(year, at(1))).toBe('active');
  expect(tokenState(year, at(350))).toBe('active');
  expect(tokenState(year, at(352))).toBe('expires_soon');
  expect(tokenState(year, at(365))).toBe('expired');
  expect(tokenState({ ...year, revokedAt: at(2) }, at(400))).toBe('revoked');
  const week = { createdAt, expiresAt: at(7), revokedAt: null };
  expect(tokenState(week, at(1))).toBe('active');
  expect(tokenState(week, at(6))).toBe('expires_soon');
});
