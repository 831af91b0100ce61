import { expect, test } from 'vitest';
import { Problem, sentence } from './problem.ts';

const systemError = (code: string, path?: string) => Object.assign(new Error(`${code}: something, write`), { code, path });

test.each([
  ['our own write', systemError('ENOSPC', '/data/gatehouse.lock')],
  ["Postgres's words", new Problem('PostgreSQL did not start: could not write to file "pg_wal/xlogtemp.42": No space left on device')],
  ["npm's words", new Error('npm error code ENOSPC')],
])('a full disk is recognised in %s', (_where, error) => {
  expect(sentence(error)).toMatch(/^The disk is full.*Free some space there and start again/);
});

test('a full disk is named where the file is known', () => {
  expect(sentence(systemError('ENOSPC', '/data/x'))).toContain('(/data/x)');
  expect(sentence(new Problem('PostgreSQL could not make its data directory in /data: No space left on device'))).toContain('(/data)');
});

test('a forbidden file is named, with what to do', () => {
  expect(sentence(systemError('EACCES', '/data'))).toMatch(/Not allowed to use \/data.*GATEHOUSE_DATA_DIR/);
});

test('a problem is its own sentence', () => {
  expect(sentence(new Problem('Port 3000 is taken.'))).toBe('Port 3000 is taken.');
});
