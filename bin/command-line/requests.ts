/** Requests to Gatehouse's API, typed by the server's own operations, with retries of what is safe to repeat. */
import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { address, searchOf } from '#lib/address.ts';
import type { Input, KnownRoute, Output } from '#lib/client.ts';
import type { Connection } from './connection.ts';
import { codeOf, Refusal, unreachable } from './failure.ts';

/** Without a byte for so long, an attempt is given up. */
const patienceMilliseconds = Number(process.env.GATEHOUSE_TIMEOUT_SECONDS ?? 60) * 1000;
const mostAttempts = 5;
const longestWaitSeconds = 30;

/** Before a byte was sent: whatever was asked for has not been done. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const brokeOff = new Set([...neverSent, 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/**
 * Asks an operation: `ask(connection, 'GET /assets/{id}', { id })`. What only reads is asked again, with growing waits, where the connection breaks or
 * the server says that it is busy; what changes something only where it was certainly not begun.
 * @throws Refusal where Gatehouse says no, Failure where it cannot be reached.
 */
export async function ask<R extends KnownRoute>(connection: Connection, route: R, input: Input<R>): Promise<Output<R>> {
  const response = await answered(connection, route, input as Record<string, unknown>);
  if (response.statusCode !== 204) return (await json(response)) as Output<R>;
  response.resume();
  return undefined as Output<R>;
}

/** As `ask`, and the answer as a stream. */
export const download = <R extends KnownRoute>(connection: Connection, route: R, input: Input<R>): Promise<IncomingMessage> =>
  answered(connection, route, input as Record<string, unknown>);

/** Sends a file as the body; asked once, for a stream cannot be sent again. */
export async function sendFile<R extends KnownRoute>(
  connection: Connection,
  route: R,
  input: Input<R>,
  body: Readable,
): Promise<Output<R>> {
  const { method, url, rest } = address(route, input as Record<string, unknown>);
  const response = await send(connection, { method, path: url + searchOf(rest), type: 'application/octet-stream', body });
  return (await json(response)) as Output<R>;
}

async function answered(connection: Connection, route: string, input: Record<string, unknown>): Promise<IncomingMessage> {
  const { method, url, rest } = address(route, input);
  const reads = method === 'GET';
  const path = reads ? url + searchOf(rest) : url;
  for (let attempt = 1; ; attempt += 1)
    try {
      const body = reads ? null : Readable.from([JSON.stringify(rest)]);
      return await send(connection, { method, path, type: 'application/json', body });
    } catch (error) {
      const again = attempt < mostAttempts ? pauseBefore(error, reads, attempt) : null;
      if (again === null) throw error instanceof Refusal ? error : unreachable(connection.url, error);
      await wait(again);
    }
}

/** Milliseconds until it may be tried again; null where it must not be. */
function pauseBefore(error: unknown, reads: boolean, attempt: number): number | null {
  const usual = 250 * 2 ** (attempt - 1) * (1 + Math.random() / 2);
  if (!(error instanceof Refusal)) return (reads ? brokeOff : neverSent).has(codeOf(error)) ? usual : null;
  const turnedAway = error.status === 429 || (reads && [502, 503, 504].includes(error.status));
  if (!turnedAway || (error.retryAfter ?? 0) > longestWaitSeconds) return null;
  return Math.max(usual, (error.retryAfter ?? 0) * 1000);
}

type Sent = { method: string; path: string; type: string; body: Readable | null };

async function send({ url, token, ca }: Connection, { method, path, type, body }: Sent): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...(body ? { 'content-type': type } : {}) };
  const opened = url.startsWith('https:') ? overHttps(url + path, { method, headers, ca }) : overHttp(url + path, { method, headers });
  const response = responseOf(opened);
  // A refusal may come before the body is through: what broke off then is no news.
  if (body) void pipeline(body, opened).catch(() => undefined);
  else opened.end();
  const answer = await response;
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return answer;
  throw await refusalIn(answer, status);
}

function responseOf(opened: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    opened.setTimeout(patienceMilliseconds, () => opened.destroy(Object.assign(new Error('it took too long'), { code: 'ETIMEDOUT' })));
    opened.once('response', resolve);
    opened.once('error', reject);
  });
}

type Told = { code?: string; message?: string; fields?: Record<string, string> };

async function refusalIn(answer: IncomingMessage, status: number): Promise<Refusal> {
  const body = (await json(answer).catch(() => null)) as Told | null;
  const seconds = Number(answer.headers['retry-after']);
  const { code = 'unexpected', message, fields = {} } = body ?? {};
  const moved = status >= 300 && status < 400 ? ' It leads elsewhere, and a token is told to nobody else: check the address.' : '';
  const told = message ?? `This does not answer as Gatehouse does (HTTP ${status}).${moved}`;
  return new Refusal(status, code, told, fields, Number.isFinite(seconds) ? seconds : null);
}
