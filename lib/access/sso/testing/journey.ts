/** For tests alone: a browser's way from a button here to the provider's pages and back. */
import { call } from '@orpc/server';
import { newId } from '#lib/platform/identifiers.ts';
import { actorOfToken } from '../../actor.ts';
import { contextOf, makeOrganisationActor, makeSession } from '../../testing.ts';
import { handleCallback } from '../callback.ts';
import { addProvider } from '../commands.ts';
import { identityOperations, signInOperations } from '../procedures.ts';
import { ProviderCreate } from '../schema.ts';
import { client, type LoopbackProvider } from './loopback-provider.ts';

type Settings = Partial<Omit<ProviderCreate, 'key' | 'issuer'>>;

/** Sets the loopback provider up in the settings, as an administrator would. */
export async function setUp(provider: LoopbackProvider, key: string, settings: Settings = {}): Promise<void> {
  const given = { key, name: key, issuer: provider.issuer, clientId: client.id, clientSecret: client.secret, ...settings };
  const act = { actorId: '', requestId: newId(), operationId: newId() };
  const admin = await makeOrganisationActor('admin');
  await addProvider(admin, { ...act, actorId: admin.id }, ProviderCreate.parse(given));
}

/** What the browser carried away: where it was sent, and what it was given. */
export type Answer = { to: string; reason: string | null; session: string | null; cookies: string[] };

export type Departure = { url: string; cookie: string };

const cookieIn = (header: string) => header.split(';')[0] ?? '';

/** Presses the button of the sign-in page. */
export async function press(key: string, more: { next?: string; again?: boolean; invitation?: string } = {}): Promise<Departure> {
  const { headers, body } = await call(signInOperations.begin, { provider: key, ...more }, { context: contextOf(null) });
  return { url: body.url, cookie: cookieIn(headers['set-cookie']) };
}

/** Presses "Link" in the settings, signed in as this person. */
export async function pressLink(person: { id: string }, key: string): Promise<Departure & { session: string }> {
  const session = await makeSession(person);
  const { headers, body } = await call(identityOperations.link, { provider: key }, { context: contextOf(await actorOfToken(session)) });
  return { url: body.url, cookie: cookieIn(headers['set-cookie']), session };
}

/** Follows the provider's redirect back here. */
export async function comeBack(address: string, cookies: readonly string[]): Promise<Answer> {
  const headers = { cookie: cookies.join('; '), 'x-forwarded-for': '192.0.2.7', 'user-agent': 'Test/1.0' };
  const response = await handleCallback(new Request(address, { headers }));
  const set = response.headers.getSetCookie();
  const session = set.map((each) => /^gatehouse-session=([^;]+)/.exec(each)?.[1]).find(Boolean) ?? null;
  const to = response.headers.get('location') ?? '';
  return { to, reason: new URL(to, 'http://here.invalid').searchParams.get('sso'), session, cookies: set };
}

/** The whole way: button, provider, back. */
export async function signInAs(
  provider: LoopbackProvider,
  key: string,
  as: string,
  more: { next?: string; again?: boolean; invitation?: string } = {},
): Promise<Answer> {
  const { url, cookie } = await press(key, more);
  return comeBack(await provider.visit(url, as), [cookie]);
}
