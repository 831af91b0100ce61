import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { redacted } from './log.ts';

function written(entry: object): string {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  pino({ redact: { paths: redacted, censor: '[redacted]' } }, sink).info(entry);
  return lines.join('');
}

const canary = 'canary-that-must-not-be-logged';

test.each([
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'cookie',
  'set-cookie',
  'authorization',
  'hash',
  'tokenHash',
  'csrfToken',
  'proof',
  'answer',
  'ticket',
  'recoveryCode',
  'recoveryCodes',
])('%s is redacted wherever it stands, four levels deep', (name) => {
  for (const entry of [
    { [name]: canary },
    { a: { [name]: canary } },
    { a: { b: { [name]: canary } } },
    { a: { b: { c: { [name]: canary } } } },
  ]) {
    expect(written(entry)).not.toContain(canary);
    expect(written(entry)).toContain('[redacted]');
  }
});

test('an error with the input that caused it does not carry its secrets along', () => {
  const error = Object.assign(new Error('fault'), { input: { password: canary }, headers: { cookie: canary } });
  expect(written({ err: error })).not.toContain(canary);
});

test('what is not secret stays readable', () => {
  expect(written({ requestId: 'r-1', path: '/api/v1/assets' })).toContain('"requestId":"r-1","path":"/api/v1/assets"');
});
