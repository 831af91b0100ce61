/** Signing in and out from the browser. Refusals are RequestErrors, as from every operation. */
import { RequestError } from '#lib/client.ts';
import type { ErrorCode, ErrorDetails } from '#lib/platform/errors.ts';
import { type Asked, provePasskey } from './passkey.ts';

type Refused = ErrorDetails & { code?: ErrorCode; message?: string; requestId?: string };

/**
 * Starts a session; the browser keeps it in a cookie that scripts cannot read. False when a second step is still to come.
 * @throws RequestError
 */
export async function signIn(email: string, password: string): Promise<boolean> {
  const answer = (await send('callback/credentials', { email, password })) as { ways?: unknown };
  return answer.ways === undefined;
}

/** Takes the second step, with a code; `method` says of which kind. @throws RequestError */
export async function takeSecondStep(method: 'totp' | 'recovery', code: string): Promise<void> {
  await send('callback/second-step', { method, code });
}

/** Takes the second step, with a passkey. @throws RequestError, PasskeyDeclined */
export async function takeSecondStepByPasskey(): Promise<void> {
  const answer = await provePasskey((await call('challenge/second-step', {})) as Asked);
  await send('callback/second-step', { method: 'passkey', answer });
}

/** Signs in with a passkey alone. @throws RequestError, PasskeyDeclined */
export async function signInByPasskey(): Promise<void> {
  await send('callback/passkey', { answer: await provePasskey((await call('challenge/passkey', {})) as Asked) });
}

/** Ends the session of this browser. @throws RequestError */
export async function signOut(): Promise<void> {
  await send('signout', {});
}

async function send(action: string, fields: Record<string, unknown>): Promise<unknown> {
  const { csrfToken } = (await call('csrf')) as { csrfToken: string };
  return call(action, { ...fields, csrfToken });
}

async function call(action: string, body?: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`/api/auth/${action}`, {
    method: body ? 'POST' : 'GET',
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
    cache: 'no-store',
  }).catch(() => {
    throw new RequestError('network', 'Gatehouse cannot be reached. What you typed is still here; try again.', {}, null);
  });
  const answer = (await response.json().catch(() => ({}))) as Refused;
  if (response.ok) return answer;
  const { code = 'unavailable', message = 'Gatehouse did not answer as expected. Try again.', requestId, ...details } = answer;
  throw new RequestError(code, message, details, requestId ?? null);
}
