/** Sends a browser to a provider: the address of its page, and the cookie with which it may come back. */
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';
import { safePath } from '../next-path.ts';
import { type Flow, flowCookieHeader, type Intent } from './flow.ts';
import { authorizationUrl, randomPart } from './protocol.ts';
import { findProvider } from './queries.ts';
import { SsoRefusal } from './refusal.ts';
import { refusals } from './rules.ts';

export type Departure = { headers: { 'set-cookie': string }; body: { url: string } };

/**
 * Begins a sign-in, a link or the taking of an invitation. `next` is a path of this site; anything else leads to the start page.
 * @throws AppError `not_found` for a provider that is not there or off, `unavailable` when it does not answer as one.
 */
export async function depart(providerKey: string, intent: Intent, next: string, requestId: string): Promise<Departure> {
  const provider = await findProvider(providerKey);
  if (!provider) throw notFound('provider');
  const flow: Flow = {
    provider: provider.key,
    state: randomPart(),
    nonce: randomPart(),
    verifier: randomPart(),
    intent,
    next: safePath(next),
    startedAt: now().getTime(),
  };
  try {
    const url = await authorizationUrl(provider, flow, isFresh(intent));
    return { headers: { 'set-cookie': flowCookieHeader(flow) }, body: { url } };
  } catch (error) {
    if (!(error instanceof SsoRefusal)) throw error;
    log.warn({ requestId, provider: provider.key, reason: error.reason, detail: error.detail }, 'single sign-on could not begin');
    throw new AppError('unavailable', refusals[error.reason], { retryAfter: 60 });
  }
}

/** Must the provider ask who is there, even if it knows? */
export const isFresh = (intent: Intent): boolean => intent.type === 'sign-in' && intent.again;
