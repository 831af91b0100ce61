import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, isStamped, stamp } from './stamp.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-stamp-'));
  mkdirSync(join(root, 'lib', 'assets'), { recursive: true });
  writeFileSync(join(root, 'lib', 'assets', 'rules.ts'), 'one');
  writeFileSync(join(root, 'package.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

const hash = () => hashOf(root, ['lib', 'package.json', 'proxy.ts'], (file) => file.endsWith('.test.ts'));

test('the same sources give the same hash, and any change another', async () => {
  const first = await hash();
  expect(await hash()).toBe(first);
  writeFileSync(join(root, 'lib', 'assets', 'rules.ts'), 'two');
  expect(await hash()).not.toBe(first);
});

test('a new file, a renamed file and one that was missing before each count', async () => {
  const seen = new Set([await hash()]);
  writeFileSync(join(root, 'lib', 'policy.ts'), 'one');
  seen.add(await hash());
  rmSync(join(root, 'lib', 'policy.ts'));
  writeFileSync(join(root, 'lib', 'queries.ts'), 'one');
  seen.add(await hash());
  writeFileSync(join(root, 'proxy.ts'), '');
  seen.add(await hash());
  expect(seen.size).toBe(4);
});

test('tests are no reason to build again', async () => {
  const first = await hash();
  writeFileSync(join(root, 'lib', 'assets', 'rules.test.ts'), 'test');
  expect(await hash()).toBe(first);
});

test('a step is up to date only under the hash it was stamped with', async () => {
  const file = join(root, 'tools', 'built');
  expect(await isStamped(file, 'a')).toBe(false);
  await stamp(file, 'a');
  expect(await isStamped(file, 'a')).toBe(true);
  expect(await isStamped(file, 'b')).toBe(false);
});
