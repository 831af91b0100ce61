/**
 * The live stream of one's notifications: server-sent events. It stands beside the operations, for it has no end of its own. It is for people at a
 * browser; it ends with their session, and when the server stops.
 */
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { actorOfToken } from '../../actor.ts';
import { cookieOf, sessionCookie } from '../../cookie.ts';
import { errorBody, statusOf, toAppError } from '../../procedure.ts';
import { join, lastPlace } from './hub.ts';

/** Pieces that a reader may leave lying before it counts as gone. */
const mostWaiting = 64;
/** How soon a browser comes back, in milliseconds. */
const comeBackAfter = 3_000;

/**
 * Answers `GET /api/v1/notifications/stream`. Events: `notification` (one that came, as the inbox lists it, with the count), `unread` (the count), `ended` (the session is over: do not come back).
 * `Last-Event-ID`, or `since` in the query, goes on from there; without either it begins with what comes from now on. Never throws.
 */
export async function answerStream(request: Request): Promise<Response> {
  const requestId = newId();
  try {
    return await open(request);
  } catch (error) {
    const refusal = toAppError(error, requestId);
    const headers = {
      'cache-control': 'no-store',
      ...(refusal.details.retryAfter && { 'retry-after': String(refusal.details.retryAfter) }),
    };
    return Response.json(errorBody(refusal, requestId), { status: statusOf(refusal), headers });
  }
}

async function open(request: Request): Promise<Response> {
  const token = cookieOf(request, sessionCookie());
  const actor = token ? await actorOfToken(token) : null;
  if (!actor) throw new AppError('unauthenticated', 'Sign in to go on.');
  if (actor.held)
    throw new AppError('forbidden', 'Your account needs a second factor. Add one, and everything opens at once.', { enrol: true });
  const since = placeOf(request) ?? (await lastPlace());
  const encoder = new TextEncoder();
  let leave = (): void => undefined;
  let refused: 'full' | 'stopping' | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let open = true;
        const send = (text: string) => {
          if (!open || (controller.desiredSize ?? 0) <= 0) return false;
          controller.enqueue(encoder.encode(text));
          return true;
        };
        const close = () => {
          if (open) controller.close();
          open = false;
        };
        send(`retry: ${comeBackAfter}\n\n`);
        const joined = join({ userId: actor.id, sessionId: actor.sessionId, since, send, close });
        if (typeof joined === 'string') refused = joined;
        else {
          leave = () => {
            open = false;
            joined.leave();
          };
        }
      },
      cancel: () => leave(),
    },
    { highWaterMark: mostWaiting },
  );
  request.signal.addEventListener('abort', () => leave());
  if (refused === 'stopping') throw new AppError('unavailable', 'The server is stopping. Come back in a moment.', { retryAfter: 5 });
  if (refused) throw new AppError('too_many', 'As many windows listen already as may. The inbox shows all the same.', { retryAfter: 60 });
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
}

/** A place that the browser names, or null for none that could be one. */
function placeOf(request: Request): bigint | null {
  const named = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('since') ?? '';
  return /^\d{1,18}$/.test(named) ? BigInt(named) : null;
}
