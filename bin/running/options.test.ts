import { expect, test } from 'vitest';
import { startOptions } from './options.ts';

test('without options: the usual port, the demonstration, nobody of it signs in', () => {
  expect(startOptions([])).toEqual({ port: undefined, empty: false, demoLogins: false, help: false });
});

test('port, empty, help', () => {
  expect(startOptions(['--port', '8080', '--empty', '--help'])).toEqual({ port: 8080, empty: true, demoLogins: false, help: true });
  expect(startOptions(['--port=8080', '--demo-logins'])).toMatchObject({ port: 8080, demoLogins: true });
});

test.each([
  [['--port', 'http'], '--port: expected a whole number from 1 to 65535, not http'],
  [['--port', '70000'], '--port: expected'],
  [['--prot', '3000'], "Unknown option '--prot'"],
  [['now'], "Unexpected argument 'now'"],
  [['--empty', '--demo-logins'], 'Choose one'],
])('%j is refused with a sentence', (parameters, expected) => {
  expect(() => startOptions(parameters)).toThrow(expected);
});
