import { expect, test } from 'vitest';
import { provisionalName, readInvitees } from './rules.ts';

const short = (text: string) => readInvitees(text).map(({ line, name, email }) => [line, name, email]);

test('a list is one a line, or parted by commas and semicolons; quotes and brackets hold together', () => {
  expect(
    short('mara@example.org\n\nJonas Becker <jonas@example.org>, "Doe, Jane" <jane@example.org>; x@example.org\r\n<y@example.org>,'),
  ).toEqual([
    [1, '', 'mara@example.org'],
    [3, 'Jonas Becker', 'jonas@example.org'],
    [3, 'Doe, Jane', 'jane@example.org'],
    [3, '', 'x@example.org'],
    [4, '', 'y@example.org'],
  ]);
});

test('what is no address stays as it was written, to be told of', () => {
  expect(short('not an address\nmara@')).toEqual([
    [1, '', 'not an address'],
    [2, '', 'mara@'],
  ]);
  expect(short('')).toEqual([]);
  expect(short('"unclosed <a@example.org')).toHaveLength(1);
});

test.each([',', ';', '\t'])('a first line that names columns, parted by %j, makes it a CSV', (delimiter) => {
  const lines = [
    ['E-Mail', 'Name', 'Role', 'Team', 'Team role', 'Other'],
    ['mara@example.org', '"Oh, Mara"', 'Auditor', 'fraud', 'viewer', 'x'],
    ['jonas@example.org', '', '', '', '', ''],
  ];
  expect(readInvitees(`\uFEFF${lines.map((line) => line.join(delimiter)).join('\r\n')}\r\n`)).toEqual([
    { line: 2, name: 'Oh, Mara', email: 'mara@example.org', role: 'Auditor', team: 'fraud', teamRole: 'viewer' },
    { line: 3, name: '', email: 'jonas@example.org', role: '', team: '', teamRole: '' },
  ]);
});

test('a broken CSV is told', () => {
  expect(() => readInvitees('email,name\na@example.org,"open')).toThrow();
});

test('a name to begin with comes from the mailbox', () => {
  expect(provisionalName('mara.oh+work@example.org')).toBe('Mara Oh');
  expect(provisionalName('jonas_becker@example.org')).toBe('Jonas Becker');
});

test.each([
  ['an open bracket and spaces', `<${' '.repeat(100_000)}x`],
  ['spaces between words', `a${' '.repeat(100_000)}b <`],
  ['open brackets', '<'.repeat(100_000)],
  ['open quotes and brackets', '"<'.repeat(50_000)],
  ['spaces before a bracket that closes twice', `a${' '.repeat(50_000)}<${' '.repeat(50_000)}b>>`],
])('%s take no time to speak of', (_, text) => {
  const started = performance.now();
  readInvitees(text);
  expect(performance.now() - started).toBeLessThan(500);
});
