/** What the browser carries to the provider's page and back: sealed, so that it can be neither read nor made up, in a cookie of ten minutes. */
import { z } from 'zod';
import { now } from '#lib/platform/clock.ts';
import { decrypt, encrypt } from '#lib/platform/encryption.ts';
import { cookieName, cookieOf, secure } from '../cookie.ts';

/** Why somebody was sent to the provider, and for whom. */
const Intent = z.discriminatedUnion('type', [
  // Again: the provider is to ask who is there, even if it knows.
  z.object({ type: z.literal('sign-in'), again: z.boolean() }),
  z.object({ type: z.literal('link'), userId: z.string() }),
  z.object({ type: z.literal('invitation'), token: z.string() }),
]);
export type Intent = z.output<typeof Intent>;

const Flow = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  intent: Intent,
  next: z.string(),
  startedAt: z.number(),
});
export type Flow = z.output<typeof Flow>;

const minutes = 10;
export const flowCookie = () => cookieName('gatehouse-sso');

const attributes = (seconds: number) => `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`;

/** A Set-Cookie header that gives the flow to the browser. A later flow takes the place of an earlier one. */
export const flowCookieHeader = (flow: Flow): string =>
  `${flowCookie()}=${encrypt(JSON.stringify(flow), 'sso flow', 'cookie').toString('base64url')}; ${attributes(minutes * 60)}`;

/** A Set-Cookie header that takes it away again. */
export const noFlowCookieHeader = (): string => `${flowCookie()}=; ${attributes(0)}`;

/** The flow that this browser began, or null: none, not ours, or begun too long ago. */
export function flowOf(request: Request): Flow | null {
  const sealed = cookieOf(request, flowCookie());
  if (!sealed) return null;
  const flow = opened(sealed);
  return flow && now().getTime() - flow.startedAt <= minutes * 60_000 ? flow : null;
}

function opened(sealed: string): Flow | null {
  try {
    return Flow.parse(JSON.parse(decrypt(Buffer.from(sealed, 'base64url'), 'sso flow', 'cookie')));
  } catch {
    return null;
  }
}
