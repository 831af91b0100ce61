/** The way back from a provider, /api/auth/sso/{key}: a page of ours follows in every case, and one cookie goes. */
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { transact } from '#lib/platform/transact.ts';
import { actorOfToken } from '../actor.ts';
import { cookieOf, sessionCookie } from '../cookie.ts';
import { ownScope } from '../sessions/commands.ts';
import { countAttempt, giveBack, networkOf } from '../throttle.ts';
import { acceptInvitationBySso, linkTo, type Origin, signInBy } from './arrivals.ts';
import { isFresh } from './departures.ts';
import { type Flow, flowOf, noFlowCookieHeader } from './flow.ts';
import { claimsOf } from './protocol.ts';
import { findProvider, type UsedProvider } from './queries.ts';
import { SsoRefusal } from './refusal.ts';
import type { Claims } from './rules.ts';

type Arrival = { to: string; cookie?: string };

/** Answers whole, by a redirect to a page of ours; never throws. */
export async function handleCallback(request: Request): Promise<Response> {
  const requestId = newId();
  const flow = flowOf(request);
  const arrival = await arrived(request, flow, requestId).catch((error: unknown) => turnedAway(error, request, flow, requestId));
  const headers = new Headers({
    location: arrival.to,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-request-id': requestId,
  });
  for (const cookie of [noFlowCookieHeader(), arrival.cookie ?? []].flat()) headers.append('set-cookie', cookie);
  log.info({ requestId, method: request.method, path: new URL(request.url).pathname, status: 303 }, 'request');
  return new Response(null, { status: 303, headers });
}

async function arrived(request: Request, flow: Flow | null, requestId: string): Promise<Arrival> {
  const url = new URL(request.url);
  const key = url.pathname.split('/').at(-1) ?? '';
  if (!flow || flow.provider !== key || url.searchParams.get('state') !== flow.state)
    throw new SsoRefusal('stale', flow ? 'the state is not that of the sign-in that this browser began' : 'this browser began no sign-in');
  const provider = await findProvider(key);
  if (!provider) throw new SsoRefusal('gone', 'the provider is not set up any more');
  const network = networkOf(request.headers.get('x-forwarded-for') ?? 'unknown');
  await countAttempt('address', network);
  const claims = await claimsOf(provider, flow, url.searchParams, isFresh(flow.intent));
  const arrival = await welcomed(request, flow, provider, claims, requestId);
  await giveBack('address', network);
  return arrival;
}

async function welcomed(request: Request, flow: Flow, provider: UsedProvider, claims: Claims, requestId: string): Promise<Arrival> {
  const { intent } = flow;
  const token = cookieOf(request, sessionCookie());
  if (intent.type === 'link') {
    const actor = token ? await actorOfToken(token) : null;
    if (actor?.id !== intent.userId) throw new SsoRefusal('signed_out', 'the session that asked for the link has ended');
    await linkTo(actor, provider, claims, requestId);
    return { to: '/settings/security?linked=1' };
  }
  const origin: Origin = {
    requestId,
    previousToken: token,
    address: request.headers.get('x-forwarded-for'),
    userAgent: request.headers.get('user-agent'),
  };
  const entry =
    intent.type === 'invitation'
      ? await acceptInvitationBySso(intent.token, provider, claims, origin)
      : await signInBy(provider, claims, origin);
  const to = entry.secondStep ? `/sign-in/verify?next=${encodeURIComponent(flow.next)}` : flow.next;
  return { to, cookie: entry.cookie };
}

async function turnedAway(error: unknown, request: Request, flow: Flow | null, requestId: string): Promise<Arrival> {
  const waits = error instanceof AppError && error.code === 'too_many';
  const { reason, detail } =
    error instanceof SsoRefusal
      ? error
      : { reason: waits ? ('too_many' as const) : ('fault' as const), detail: waits ? 'too many attempts' : 'a fault' };
  if (reason === 'fault') log.error({ err: error, requestId }, 'fault');
  else log.warn({ requestId, provider: flow?.provider, reason, detail }, 'single sign-on refused');
  if (!waits)
    await recordRefusal(request, flow, { reason, detail }, requestId).catch((fault: unknown) =>
      log.error({ err: fault, requestId }, 'fault'),
    );
  const next = flow && flow.next !== '/' ? `&next=${encodeURIComponent(flow.next)}` : '';
  return { to: flow?.intent.type === 'link' ? `/settings/security?sso=${reason}` : `/sign-in?sso=${reason}${next}` };
}

/** Only of a sign-in that was begun here: anybody can open the address. */
async function recordRefusal(
  request: Request,
  flow: Flow | null,
  { reason, detail }: { reason: string; detail: string },
  requestId: string,
) {
  if (!flow) return;
  const address = request.headers.get('x-forwarded-for');
  const after = { method: 'sso', provider: flow.provider, intent: flow.intent.type, address, reason: detail, told: reason };
  await transact(ownScope(null), { actorId: null, requestId, operationId: newId() }, 'session.refused', ({ record }) =>
    record({ event: 'session.refused', targetType: 'session', targetId: null, teamId: null, after }),
  );
}
