import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EnvironmentError, parseEnv, parseSettings, settingNames } from './env.ts';

const complete = {
  DATABASE_URL: 'postgresql://gatehouse_app:pass@127.0.0.1:5432/gatehouse',
  GATEHOUSE_SECRET: 'x'.repeat(43),
};

test('.env.example lists every setting, and nothing else', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
  expect([...listed].sort()).toEqual([...settingNames].sort());
  expect(new Set(listed).size).toBe(listed.length);
});

test('.env.example with every line switched on is valid', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const values = Object.fromEntries([...text.matchAll(/^#? ?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  expect(parseEnv(values).PORT).toBe(3000);
});

test('a start needs no setting at all', () => {
  const settings = parseSettings({});
  expect(settings.DATABASE_URL).toBeUndefined();
  expect(settings).toMatchObject({ PORT: 3000, GATEHOUSE_HOST: '127.0.0.1', GATEHOUSE_TRUSTED_PROXIES: 0, LOG_LEVEL: 'info' });
});

test('the server needs its database and its secret, by name', () => {
  expect(() => parseEnv({})).toThrow(EnvironmentError);
  expect(() => parseEnv({})).toThrow(/DATABASE_URL: expected .*\n?GATEHOUSE_SECRET: expected /s);
  expect(parseEnv(complete).GATEHOUSE_URL).toBe('http://localhost:3000');
});

test.each([
  ['GATEHOUSE_POOL_SIZE', 'many', 'a whole number from 8 to 200'],
  ['GATEHOUSE_POOL_SIZE', '7', 'a whole number from 8 to 200'],
  ['GATEHOUSE_POOL_SIZE', '2.5', 'a whole number from 8 to 200'],
  ['PORT', '70000', 'a whole number from 1 to 65535'],
  ['LOG_LEVEL', 'loud', 'one of fatal, error'],
  ['GATEHOUSE_URL', 'gatehouse.example.org', 'the address people open'],
  ['GATEHOUSE_URL', 'https://example.org/gatehouse', 'without a path'],
  ['DATABASE_URL', 'mysql://root@localhost/gatehouse', 'postgresql://user:password@host:5432/database'],
  ['DATABASE_URL', 'postgresql://localhost', 'postgresql://user:password@host:5432/database'],
  ['GATEHOUSE_SECRET', 'short', 'at least 32 characters'],
  ['GATEHOUSE_OIDC_ISSUER', 'http://login.example.org', 'an OpenID provider'],
  ['GATEHOUSE_OIDC_ISSUER', 'https://login.example.org/?x=1', 'an OpenID provider'],
  ['GATEHOUSE_OIDC_SCOPES', 'profile email', 'openid among them'],
])('%s=%s is refused by name with what was expected', (name, value, expected) => {
  expect(() => parseSettings({ [name]: value })).toThrow(new RegExp(`^${name}: expected .*${expected}`));
});

test('a provider of single sign-on is named whole or not at all', () => {
  const [GATEHOUSE_OIDC_ISSUER, GATEHOUSE_OIDC_CLIENT_ID, GATEHOUSE_OIDC_CLIENT_SECRET] = ['http://127.0.0.1:4000', 'gatehouse', 'secret'];
  expect(() => parseSettings({ GATEHOUSE_OIDC_ISSUER, GATEHOUSE_OIDC_CLIENT_ID })).toThrow(
    /^GATEHOUSE_OIDC_CLIENT_SECRET: expected a value/,
  );
  expect(() => parseSettings({ GATEHOUSE_OIDC_CLIENT_SECRET })).toThrow(/GATEHOUSE_OIDC_ISSUER: .*\nGATEHOUSE_OIDC_CLIENT_ID: /);
  expect(parseSettings({ GATEHOUSE_OIDC_ISSUER, GATEHOUSE_OIDC_CLIENT_ID, GATEHOUSE_OIDC_CLIENT_SECRET }).GATEHOUSE_OIDC_SCOPES).toMatch(
    /^openid/,
  );
});

test('a refusal never repeats the value', () => {
  expect(() => parseSettings({ DATABASE_URL: 'hunter2' })).toThrow(expect.not.stringContaining('hunter2'));
});

test('an empty value counts as not set', () => {
  const settings = parseSettings({ DATABASE_URL: '', PORT: ' ' });
  expect(settings.DATABASE_URL).toBeUndefined();
  expect(settings.PORT).toBe(3000);
});

test('the address is kept as an origin', () => {
  expect(parseEnv({ ...complete, GATEHOUSE_URL: 'https://Gatehouse.example.org/' }).GATEHOUSE_URL).toBe('https://gatehouse.example.org');
});
