import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHolder, takeLock } from './lock.ts';
import { Problem } from './problem.ts';
import { identity } from './process.ts';

let folder = '';
const file = () => join(folder, 'gatehouse.lock');
const noDatabase = () => false;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the lock names its process and address, and goes when released', () => {
  const lock = takeLock(folder, 'http://localhost:3000', noDatabase);
  expect(lock.recovered).toBe('nothing');
  expect(readHolder(file())).toEqual({ pid: process.pid, identity: identity(process.pid), url: 'http://localhost:3000' });
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a second start is told where the first one serves', () => {
  takeLock(folder, 'http://localhost:3000', noDatabase);
  const second = () => takeLock(folder, 'http://localhost:3001', noDatabase);
  expect(second).toThrow(Problem);
  expect(second).toThrow(`already running at http://localhost:3000 (process ${process.pid})`);
  expect(readHolder(file())?.url).toBe('http://localhost:3000');
});

test('the lock of a process that is gone is taken over', () => {
  writeFileSync(file(), JSON.stringify({ pid: 2 ** 30, identity: 'gone', url: 'http://localhost:3000' }));
  expect(takeLock(folder, 'http://localhost:3001', noDatabase).recovered).toBe('stale');
  expect(readHolder(file())?.url).toBe('http://localhost:3001');
});

test('a later process that got the same number does not count as the holder', () => {
  writeFileSync(file(), JSON.stringify({ pid: process.pid, identity: 'an earlier boot', url: 'http://localhost:3000' }));
  expect(takeLock(folder, 'http://localhost:3001', noDatabase).recovered).toBe('stale');
});

test.each(['', '{"pid":', '"text"', 'null', '{"pid":"1","identity":"","url":""}', '\0\0\0\0'])(
  'a lock of %j is replaced while no database runs',
  (content) => {
    writeFileSync(file(), content);
    expect(takeLock(folder, 'http://localhost:3000', noDatabase).recovered).toBe('unreadable');
    expect(readHolder(file())?.pid).toBe(process.pid);
  },
);

test('a damaged lock beside a running database is left alone, and the sentence says which file to delete', () => {
  writeFileSync(file(), '{"pid":');
  expect(() => takeLock(folder, 'http://localhost:3000', () => true)).toThrow(`delete that file and start again`);
  expect(readHolder(file())).toBeNull();
  expect(readdirSync(folder)).toEqual(['gatehouse.lock']);
});

test('releasing leaves the lock of a successor alone', () => {
  const lock = takeLock(folder, 'http://localhost:3000', noDatabase);
  writeFileSync(file(), JSON.stringify({ pid: 1, identity: 'someone else', url: 'http://localhost:3001' }));
  lock.release();
  expect(readHolder(file())?.url).toBe('http://localhost:3001');
});
