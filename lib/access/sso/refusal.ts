import type { Reason } from './rules.ts';

/** Single sign-on ended without a session: what the person is told, and what precisely was wrong, for the log. Never holds a token. */
export class SsoRefusal extends Error {
  readonly reason: Reason;
  readonly detail: string;

  constructor(reason: Reason, detail: string, options: ErrorOptions = {}) {
    super(`${reason}: ${detail}`, options);
    this.name = 'SsoRefusal';
    this.reason = reason;
    this.detail = detail;
  }
}
