import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolder, placeOf } from './data-folder.ts';

let checkout = '';

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'gatehouse-checkout-'));
});
afterEach(() => rmSync(checkout, { recursive: true }));

const rights = (folder: string) => statSync(folder).mode & 0o777;

test('the place: as chosen, in the checkout, or outside a checkout that Postgres cannot reach', () => {
  expect(placeOf('/srv/gatehouse', true, '/var/lib/gatehouse')).toBe('/srv/gatehouse/.gatehouse');
  expect(placeOf('/srv/gatehouse', false, '/var/lib/gatehouse', 'data')).toBe('/srv/gatehouse/data');
  expect(placeOf('/srv/gatehouse', true, '/var/lib/gatehouse', '/data')).toBe('/data');
  expect(placeOf('/root/one', false, '/var/lib/gatehouse')).toMatch(/^\/var\/lib\/gatehouse\/[0-9a-f]{12}$/);
  expect(placeOf('/root/one', false, '/var/lib/gatehouse')).not.toBe(placeOf('/root/two', false, '/var/lib/gatehouse'));
});

test('the folder in the checkout is closed to everyone else', () => {
  mkdirSync(join(checkout, '.gatehouse'), { mode: 0o755 });
  expect(dataFolder(checkout, null, '')).toBe(join(checkout, '.gatehouse'));
  expect(rights(join(checkout, '.gatehouse'))).toBe(0o700);
});

test('a chosen folder is closed when made, and keeps its rights when it was there', () => {
  expect(rights(dataFolder(checkout, null, 'new'))).toBe(0o700);
  mkdirSync(join(checkout, 'old'), { mode: 0o750 });
  expect(rights(dataFolder(checkout, null, 'old'))).toBe(0o750);
});

test('a file in its place is named', () => {
  writeFileSync(join(checkout, 'data'), '');
  expect(() => dataFolder(checkout, null, 'data')).toThrow(`${join(checkout, 'data')} is not a folder`);
});
