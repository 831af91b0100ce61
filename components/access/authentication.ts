/** Signing in and out from the browser. Refusals are RequestErrors, as from every operation. */
import { RequestError } from '#lib/client.ts';
import type { ErrorCode, ErrorDetails } from '#lib/platform/errors.ts';

type Refused = ErrorDetails & { code?: ErrorCode; message?: string; requestId?: string };

/** Starts a session; the browser keeps it in a cookie that scripts cannot read. @throws RequestError */
export async function signIn(email: string, password: string): Promise<void> {
  await send('callback/credentials', { email, password });
}

/** Ends the session of this browser. @throws RequestError */
export async function signOut(): Promise<void> {
  await send('signout', {});
}

async function send(action: string, fields: Record<string, string>): Promise<void> {
  const { csrfToken } = (await call('csrf')) as { csrfToken: string };
  await call(action, { ...fields, csrfToken });
}

async function call(action: string, body?: Record<string, string>): Promise<unknown> {
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
