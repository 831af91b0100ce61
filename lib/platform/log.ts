import { pino } from 'pino';
import { parseSettings } from './env.ts';

/** What must never stand in a log, wherever in an object it is found. */
export const redacted = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'cookie',
  'authorization',
  'hash',
  'tokenHash',
  'csrfToken',
  'set-cookie',
  'proof',
  'answer',
  'ticket',
  'recoveryCode',
  'recoveryCodes',
].flatMap((name) =>
  ['', '*', '*.*', '*.*.*'].map((above) => (name.includes('-') ? `${above}["${name}"]` : above ? `${above}.${name}` : name)),
);

/** Structured log, one JSON object a line on standard output. */
export const log = pino({
  level: parseSettings(process.env).LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: redacted, censor: '[redacted]' },
});
