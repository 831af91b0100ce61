/**
 * next-auth, held on a short lead. Its cookie carries an opaque token of ours instead of a JWT, so that a session can be ended from the
 * server, and what it would tell by a redirect it tells us as an outcome. Single sign-on has a door of its own.
 */
import { createHmac } from 'node:crypto';
import type { AuthOptions } from 'next-auth';
import * as nextAuthModule from 'next-auth';
import { env } from '#lib/platform/env.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { actorOfToken } from '../actor.ts';
import { cookieName, cookieOf, cookieOptions, secure, sessionCookie } from '../cookie.ts';
import { getSessionSettings } from '../settings/queries.ts';
import { endSession } from './commands.ts';
import { noting, type Outcome, ownProviders } from './providers.ts';
import type { SignedIn } from './sign-in.ts';

/** What next-auth wants sent. */
export type Answer = { status: number; headers: Headers; body: string };

const csrfCookie = () => cookieName('gatehouse-csrf');
export const callbackCookie = () => cookieName('gatehouse-callback');

/** Lets next-auth answer a request; it sees nothing of it but what is passed on here. `path` is what follows /api/auth/. */
export async function runNextAuth(request: Request, path: string[], body: Record<string, unknown>, requestId: string) {
  process.env.NEXTAUTH_URL = env().GATEHOUSE_URL;
  const outcome: Outcome = { signedIn: null, secondStep: null, failure: null };
  const answer: Answer = { status: 200, headers: new Headers(), body: '' };
  const cookies: Record<string, string> = {};
  for (const name of [sessionCookie(), csrfCookie()]) {
    const value = cookieOf(request, name);
    if (value) cookies[name] = value;
  }
  const incoming = { method: request.method, query: { nextauth: path }, headers: {}, cookies, body: { ...body, json: 'true' } };
  const { absoluteHours } = await getSessionSettings();
  await handler(incoming, responseInto(answer), optionsFor(request, requestId, outcome, absoluteHours));
  if (outcome.failure) throw outcome.failure;
  return { outcome, answer };
}

function optionsFor(request: Request, requestId: string, outcome: Outcome, absoluteHours: number): AuthOptions {
  return {
    secret: createHmac('sha256', env().GATEHOUSE_SECRET).update('next-auth').digest('base64url'),
    useSecureCookies: secure(),
    session: { strategy: 'jwt', maxAge: absoluteHours * 3600 },
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in' },
    cookies: {
      sessionToken: { name: sessionCookie(), options: cookieOptions() },
      csrfToken: { name: csrfCookie(), options: cookieOptions() },
      callbackUrl: { name: callbackCookie(), options: cookieOptions() },
    },
    providers: ownProviders(request, requestId, outcome),
    jwt: {
      encode: async ({ token }) => String(token?.opaque ?? ''),
      decode: async ({ token }) => {
        const actor = token ? await actorOfToken(token) : null;
        return actor && token ? { sub: actor.id, name: actor.name, email: actor.email, opaque: token } : null;
      },
    },
    callbacks: {
      jwt: async ({ token, user }) => (user ? { ...token, opaque: (user as SignedIn).token } : token),
      session: async ({ session }) => session,
      redirect: async ({ baseUrl }) => baseUrl,
    },
    events: {
      signOut: async () => {
        await noting(outcome, async () => {
          const token = cookieOf(request, sessionCookie());
          const actor = token ? await actorOfToken(token) : null;
          if (token) await endSession(token, { actorId: actor?.id ?? null, requestId, operationId: newId() });
        });
      },
    },
    logger: {
      error: (code) => log.debug({ requestId, code }, 'next-auth'),
      warn: (code) => log.debug({ requestId, code }, 'next-auth'),
      debug: () => undefined,
    },
  };
}

/** The response object of a pages route, as much of it as next-auth uses. */
function responseInto(answer: Answer) {
  const response = {
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? answer.headers.getSetCookie() : answer.headers.get(name)),
    setHeader: (name: string, value: string | string[]) => {
      answer.headers.delete(name);
      for (const each of [value].flat()) answer.headers.append(name, each);
      return response;
    },
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    json: (body: unknown) => {
      answer.body = JSON.stringify(body);
    },
    send: (body: unknown) => {
      answer.body = JSON.stringify(body ?? {});
    },
    end: () => undefined,
  };
  return response;
}

type Handler = (request: object, response: object, options: AuthOptions) => Promise<void>;

// A CommonJS module: Node wraps its exports in one more `default` than bundlers do.
const handler = innermostDefault(nextAuthModule) as Handler;

function innermostDefault(value: unknown): unknown {
  return value !== null && typeof value !== 'function' && typeof value === 'object' && 'default' in value
    ? innermostDefault(value.default)
    : value;
}
