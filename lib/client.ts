/**
 * The typed client of the browser: one function, no run-time contract. Input and output follow from the route, as the
 * server's own operations declare them.
 */
import { address, searchOf } from './address.ts';
import { type ErrorCode, type ErrorDetails, signInFirst } from './platform/errors.ts';
import type { Router } from './router.ts';

type Shapes<T> = T extends { readonly '~shape'?: infer S } ? NonNullable<S> : { [K in keyof T]: Shapes<T[K]> }[keyof T];
type Shape = Extract<Shapes<Router>, { route: string }>;

export type KnownRoute = Shape['route'];
export type Input<R extends KnownRoute> = Extract<Shape, { route: R }>['input'];
export type Output<R extends KnownRoute> = Extract<Shape, { route: R }>['output'];

/** A refusal as it arrived: what was wrong, at which field, and the values as they stand now. */
export class RequestError extends Error {
  readonly code: ErrorCode | 'network';
  readonly details: ErrorDetails;
  readonly requestId: string | null;

  constructor(code: ErrorCode | 'network', message: string, details: ErrorDetails, requestId: string | null) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.details = details;
    this.requestId = requestId;
  }
}

/**
 * Calls an operation: `request('GET /assets/{id}', { id })`. Fields named in the path go there, the rest into the query or the body.
 * @throws RequestError also when the network fails (code `network`).
 */
export async function request<R extends KnownRoute>(route: R, input: Input<R>, options: { signal?: AbortSignal } = {}): Promise<Output<R>> {
  return withProof(async () => {
    const { method, url, rest } = address(route, input as Record<string, unknown>);
    const query = method === 'GET' ? searchOf(rest) : '';
    const response = await fetch(url + query, {
      method,
      headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
      body: method === 'GET' ? undefined : JSON.stringify(rest),
      signal: options.signal,
    }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new RequestError('network', 'Gatehouse cannot be reached. Nothing was lost; try again.', {}, null);
    });
    return (await answered(response)) as Output<R>;
  });
}

/** Asks the person for a fresh proof of who they are; true once it was given. */
export type AskForProof = () => Promise<boolean>;

let askForProof: AskForProof | null = null;

/** Says who asks when an operation wants a fresh proof: one part of the page. Returns how to take it back. */
export function onProofWanted(ask: AskForProof): () => void {
  askForProof = ask;
  return () => {
    if (askForProof === ask) askForProof = null;
  };
}

/**
 * Makes sure that the last proof is fresh, and asks for another where it is not; false when the person would rather not. For what goes by
 * no request of this client: a link that downloads something sensitive.
 */
export async function freshProof(): Promise<boolean> {
  const { until } = await request('GET /account/confirm', {});
  return Date.parse(until) > Date.now() + 10_000 || ((await askForProof?.()) ?? false);
}

/** Sends; where the answer is that a fresh proof is wanted, asks for it and sends once more. Whoever cancels gets the refusal. */
async function withProof<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof RequestError) || !error.details.confirm || !askForProof || !(await askForProof())) throw error;
  }
  return send();
}

/** The URL of an operation that is read by GET, for links and downloads. */
export function operationHref<R extends KnownRoute>(route: R, input: Input<R>): string {
  const { url, rest } = address(route, input as Record<string, unknown>);
  return url + searchOf(rest);
}

/** Sends a body as a stream with progress (0–1); the other fields go into the query. An aborted signal rejects with an AbortError. */
export async function upload<R extends KnownRoute>(
  route: R,
  input: Input<R>,
  body: Blob,
  onProgress: (done: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Output<R>> {
  const { method, url, rest } = address(route, input as Record<string, unknown>);
  return withProof(async () => {
    const response = await new Promise<Response>((resolve, reject) => {
      const sending = new XMLHttpRequest();
      sending.open(method, url + searchOf(rest));
      sending.setRequestHeader('content-type', 'application/octet-stream');
      sending.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0);
      sending.onerror = () => reject(new RequestError('network', 'The upload broke off. Nothing was kept; try again.', {}, null));
      sending.onload = () => resolve(new Response(sending.status === 204 ? null : sending.responseText, { status: sending.status }));
      sending.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
      signal?.addEventListener('abort', () => sending.abort(), { once: true });
      if (signal?.aborted) sending.onabort(new ProgressEvent('abort'));
      else sending.send(body);
    });
    return (await answered(response)) as Output<R>;
  });
}

/** Whoever is on a page was signed in when it came: another tab signs in for this one, and what stands here need not be left. */
const ended = 'You have been signed out. Sign in again in another tab, then try again: what you typed here is kept.';

async function answered(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const body: unknown = await response.json().catch(() => null);
  // An answer that breaks off on its way, because it was given up or the network went, is none.
  if (response.ok && body === null) throw new RequestError('network', 'Gatehouse did not answer whole. Try again.', {}, null);
  if (response.ok) return body;
  const { code, message, requestId, ...details } = (body ?? {}) as ErrorDetails & {
    code?: ErrorCode;
    message?: string;
    requestId?: string;
  };
  if (code === 'unauthenticated' && message === signInFirst) throw new RequestError(code, ended, details, requestId ?? null);
  throw new RequestError(code ?? 'unavailable', message ?? 'Gatehouse did not answer as expected. Try again.', details, requestId ?? null);
}
