/** The second door, /api/auth: signing in and out, by next-auth. Refusals have the shape of the first door's. */
import { randomBytes } from 'node:crypto';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { cookieOf } from './cookie.ts';
import { errorBody, statusOf, toAppError } from './procedure.ts';
import { sameOrigin } from './same-origin.ts';
import { callbackCookie, runNextAuth } from './sessions/next-auth.ts';
import { passkeyCookie, passkeyCookieHeader } from './sessions/providers.ts';
import { askPasskey, askSecondStep } from './sessions/second-step.ts';
import { ticketCookie, ticketCookieHeader } from './sessions/tickets.ts';

/** What is open; next-auth has more (its log, its pages, its update of sessions), and none of that is reachable. */
const open = new Set([
  'GET csrf',
  'GET session',
  'GET providers',
  'POST callback/credentials',
  'POST callback/second-step',
  'POST callback/passkey',
  'POST signout',
]);

/** What a passkey is to sign, at the door: our own, next-auth knows nothing of it. */
const challenges = new Set(['POST challenge/second-step', 'POST challenge/passkey']);

/** A body may be this long, in bytes. */
const longestBody = 16 * 1024;

/** Answers a request to /api/auth whole; never throws. */
export async function handleAuth(request: Request): Promise<Response> {
  const requestId = newId();
  const response = await answer(request, requestId).catch((error: unknown) => {
    const refusal = toAppError(error, requestId);
    const headers = new Headers(refusal.details.retryAfter ? { 'retry-after': String(refusal.details.retryAfter) } : {});
    return Response.json(errorBody(refusal, requestId), { status: statusOf(refusal), headers });
  });
  response.headers.set('x-request-id', requestId);
  response.headers.set('cache-control', 'no-store');
  log.info({ requestId, method: request.method, path: new URL(request.url).pathname, status: response.status }, 'request');
  return response;
}

async function answer(request: Request, requestId: string): Promise<Response> {
  const path = new URL(request.url).pathname.split('/').slice(3);
  const action = `${request.method} ${path.join('/')}`;
  if (!open.has(action) && !challenges.has(action)) throw new AppError('not_found', 'There is no such operation.');
  if (request.method === 'POST') sameOrigin(request);
  if (challenges.has(action)) return challenge(request, path[1] === 'passkey');
  const body = request.method === 'POST' ? await bodyOf(request) : {};
  const { outcome, answer: given } = await runNextAuth(request, path, body, requestId);
  const headers = { 'content-type': 'application/json' };
  if (request.method === 'GET') return withCookies(new Response(given.body, { status: given.status, headers }), given.headers);
  if (outcome.secondStep)
    return withCookies(Response.json({ ways: outcome.secondStep.ways }), given.headers, ticketCookieHeader(outcome.secondStep.ticket));
  if (given.body.includes('csrf=true') || (path[0] === 'callback' && !outcome.signedIn))
    throw new AppError('forbidden', 'This page has been open for too long to be sure that it was you. Reload it and try again.');
  const spent = outcome.signedIn ? [ticketCookieHeader(null), passkeyCookieHeader(null)] : [];
  return withCookies(Response.json(outcome.signedIn ? { name: outcome.signedIn.name } : {}), given.headers, ...spent);
}

/** A challenge for one of the ticket's person's passkeys, or for any; the latter is bound to this browser by a cookie of its own. */
async function challenge(request: Request, alone: boolean): Promise<Response> {
  if (!alone) return Response.json(await askSecondStep(cookieOf(request, ticketCookie())));
  const cookie = cookieOf(request, passkeyCookie()) || randomBytes(32).toString('base64url');
  const response = Response.json(await askPasskey(cookie));
  response.headers.append('set-cookie', passkeyCookieHeader(cookie));
  return response;
}

/** All but the one in which next-auth keeps where to go next: our pages carry that themselves. */
function withCookies(response: Response, given: Headers, ...own: string[]): Response {
  for (const cookie of given.getSetCookie()) {
    if (!cookie.startsWith(callbackCookie())) response.headers.append('set-cookie', cookie);
  }
  for (const cookie of own) response.headers.append('set-cookie', cookie);
  return response;
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const text = await boundedText(request);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Refused below, as anything else that is no object.
  }
  throw new AppError('invalid', 'The body is not a JSON object.');
}

async function boundedText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let seen = 0;
  for await (const chunk of request.body ?? []) {
    seen += chunk.byteLength;
    if (seen > longestBody) throw new AppError('too_large', `The body is over ${longestBody / 1024} kB.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
