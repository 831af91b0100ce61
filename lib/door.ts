/**
 * The one door: every change and every outside client comes in at /api/v1 through here. Who is it — by a token, or else by the cookie —,
 * is it from our own pages, is the body bounded, then the operation; and one shape for every refusal.
 */
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { actorOfToken } from './access/actor.ts';
import { actorOfApiToken, bearerOf } from './access/bearer.ts';
import { cookieOf, sessionCookie } from './access/cookie.ts';
import type { Actor } from './access/policy.ts';
import { type Context, errorBody, statusOf, toAppError, type Upload } from './access/procedure.ts';
import { sameOrigin } from './access/same-origin.ts';
import { countUse, limitHeaders, limitWindow, type Standing } from './access/tokens/limits.ts';
import { AppError } from './platform/errors.ts';
import { newId } from './platform/identifiers.ts';
import { log } from './platform/log.ts';
import { openApiDocument } from './reference.ts';
import { router } from './router.ts';

/** A JSON body may be this long, in bytes; what is longer comes as a stream. */
const longestBody = 8 * 1024 * 1024;
/** … and this long from whoever is not signed in, because it is read before it is known what it asks for. */
const longestBodyOfStrangers = 64 * 1024;

const handler = new OpenAPIHandler<Context>(router, {
  interceptors: [
    async ({ next, context }) => {
      try {
        return await next();
      } catch (error) {
        const refusal = toAppError(error, context.requestId);
        return {
          matched: true,
          response: { status: statusOf(refusal), headers: refusalHeaders(refusal), body: errorBody(refusal, context.requestId) },
        };
      }
    },
  ],
});

/** Answers a request to /api/v1 whole; never throws. */
export async function handle(request: Request): Promise<Response> {
  const requestId = newId();
  const started = performance.now();
  const response = await answer(request, requestId).catch((error: unknown) => refuse(toAppError(error, requestId), requestId));
  response.headers.set('x-request-id', requestId);
  response.headers.set('cache-control', 'no-store');
  if (response.status === 401) response.headers.set('www-authenticate', challenge(request));
  const { pathname } = new URL(request.url);
  log.info(
    { requestId, method: request.method, path: pathname, status: response.status, ms: Math.round(performance.now() - started) },
    'request',
  );
  return response;
}

async function answer(request: Request, requestId: string): Promise<Response> {
  if (request.method === 'GET' && new URL(request.url).pathname === '/api/v1/spec.json') return Response.json(await openApiDocument());
  const bearer = bearerOf(request);
  if (bearer !== null) return answerToken(request, requestId, bearer);
  const token = cookieOf(request, sessionCookie());
  const actor = token ? await actorOfToken(token) : null;
  if (!['GET', 'HEAD'].includes(request.method)) sameOrigin(request);
  return perform(request, requestId, actor);
}

/**
 * A request with a token: counted, then done with the token's power. A cookie beside it counts for nothing and none is set; where it comes
 * from does not matter, for no browser sends a token by itself.
 */
async function answerToken(request: Request, requestId: string, bearer: string): Promise<Response> {
  const actor = await actorOfApiToken(bearer, addressOf(request));
  const standing = await countUse(actor.token?.id ?? actor.id);
  const answered = standing.exceeded ? Promise.reject(tooMany(standing)) : perform(request, requestId, actor);
  const response = await answered.catch((error: unknown) => refuse(toAppError(error, requestId), requestId));
  for (const [name, value] of Object.entries(limitHeaders(standing))) response.headers.set(name, value);
  response.headers.delete('set-cookie');
  return response;
}

const tooMany = ({ limit, seconds }: Standing) =>
  new AppError('too_many', `This token may make ${limit} requests in ${limitWindow} seconds. Go on in ${seconds}.`, {
    retryAfter: seconds,
  });

const addressOf = (request: Request) => request.headers.get('x-forwarded-for');

async function perform(request: Request, requestId: string, actor: Actor | null): Promise<Response> {
  const context: Context = { actor, requestId, address: addressOf(request), userAgent: request.headers.get('user-agent') };
  const { passed, upload } = bounded(request, actor ? longestBody : longestBodyOfStrangers);
  const result = await handler.handle(passed, { prefix: '/api/v1', context: upload ? { ...context, upload } : context });
  if (!result.matched)
    throw new AppError(
      'not_found',
      `There is no ${request.method} ${new URL(request.url).pathname}. The operations are listed at /api/v1/spec.json.`,
    );
  return result.response;
}

function refuse(error: AppError, requestId: string): Response {
  return Response.json(errorBody(error, requestId), { status: statusOf(error), headers: refusalHeaders(error) });
}

const refusalHeaders = (error: AppError): Record<string, string> =>
  error.details.retryAfter ? { 'retry-after': String(error.details.retryAfter) } : {};

/** What a 401 asks for (RFC 6750): a token, or another one than that which came. */
const challenge = (request: Request) => `Bearer realm="Gatehouse"${request.headers.has('authorization') ? ', error="invalid_token"' : ''}`;

/** Takes a stream body out of the operation's input, and refuses a JSON body over the limit without reading it. */
function bounded(request: Request, longest: number): { passed: Request; upload?: Upload } {
  const type = request.headers.get('content-type') ?? '';
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (type.startsWith('application/octet-stream') && request.body) {
    const headers = new Headers(request.headers);
    for (const name of ['content-length', 'transfer-encoding']) headers.delete(name);
    const sha256 = request.headers.get('x-content-sha256')?.toLowerCase() ?? null;
    // The body is the file, so the operation's input stands in the query; it goes on as the JSON that the operation expects.
    headers.set('content-type', 'application/json');
    const input = JSON.stringify(Object.fromEntries(new URL(request.url).searchParams));
    return {
      passed: new Request(request.url, { method: request.method, headers, body: input }),
      upload: { stream: request.body, size: Number.isFinite(length) ? length : null, sha256 },
    };
  }
  if (length > longest) throw tooLong(longest);
  if (!request.body) return { passed: request };
  let seen = 0;
  const counted = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > longest) controller.error(tooLong(longest));
        else controller.enqueue(chunk);
      },
    }),
  );
  return { passed: new Request(request, { body: counted, duplex: 'half' } as RequestInit) };
}

const tooLong = (longest: number) =>
  longest === longestBody
    ? new AppError('too_large', `The body is over ${longestBody / 1024 / 1024} MB. Send files as application/octet-stream.`)
    : new AppError('unauthenticated', 'Sign in to send this much.');
