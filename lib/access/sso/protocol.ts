/**
 * OpenID Connect with one provider: authorization code with PKCE (S256), state and nonce; every ID token verified. By oauth4webapi, which
 * checks what the standards say; what it leaves to its caller stands here.
 */
import * as oauth from 'oauth4webapi';
import { now } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { send } from '#lib/platform/outgoing.ts';
import { isLoopback, isSecureUrl } from '#lib/platform/urls.ts';
import type { Flow } from './flow.ts';
import { refusalOf } from './protocol-faults.ts';
import { SsoRefusal } from './refusal.ts';
import { type Claims, groupsOf, mailOf, nameOf } from './rules.ts';

/** How to reach a provider, and as whom. */
export type Connection = { key: string; issuer: string; clientId: string; clientSecret: string; scopes: string; groupsClaim: string };

export type Server = oauth.AuthorizationServer;

/** Signatures by public keys. None at all and those by a shared secret are not among them. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Seconds by which the clocks of two servers may differ. */
const tolerance = 30;
const timeout = 8_000;
const longest = 512 * 1024;

const loopbackOf = (issuer: string) => isLoopback(new URL(issuer).hostname);

/** Options of every request to the provider of this issuer. */
function through(issuer: string) {
  const loopback = loopbackOf(issuer);
  const fetcher = (url: string, { method, headers, body }: oauth.CustomFetchOptions<string, unknown>) =>
    send(url, { method, headers, body: body === undefined || body === null ? undefined : String(body), loopback, timeout, longest });
  // Plain HTTP is judged in send(), which lets it through to this machine alone.
  return { [oauth.customFetch]: fetcher, [oauth.allowInsecureRequests]: true };
}

const clientOf = ({ clientId }: Connection): oauth.Client => ({ client_id: clientId, [oauth.clockTolerance]: tolerance });

export const redirectUri = (key: string): string => `${env().GATEHOUSE_URL}/api/auth/sso/${key}`;

/**
 * The provider's description of itself, asked of the issuer; the algorithms that it signs by are cut to those taken here.
 * @throws SsoRefusal `unreachable`, `misconfigured`
 */
export async function discover(issuer: string): Promise<Server> {
  try {
    const response = await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oidc', ...through(issuer) });
    const server = await oauth.processDiscoveryResponse(new URL(issuer), response);
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'] as const) {
      const value = server[name];
      if (value === undefined && name === 'userinfo_endpoint') continue;
      if (value === undefined || !isSecureUrl(value) || (isLoopback(new URL(value).hostname) && !loopbackOf(issuer)))
        throw new SsoRefusal('misconfigured', `its description names no ${name} that can be used`);
    }
    const signs = server.id_token_signing_alg_values_supported;
    const { userinfo_signing_alg_values_supported: _unused, ...rest } = server;
    return { ...rest, id_token_signing_alg_values_supported: signs ? signs.filter((each) => algorithms.includes(each)) : algorithms };
  } catch (error) {
    throw refusalOf(error);
  }
}

const known = new Map<string, { server: Server; until: number }>();

/** As `discover`, asked again after ten minutes. */
async function serverOf(issuer: string): Promise<Server> {
  const held = known.get(issuer);
  if (held && held.until > now().getTime()) return held.server;
  const server = await discover(issuer);
  known.set(issuer, { server, until: now().getTime() + 600_000 });
  return server;
}

/** How many keys the provider signs with. @throws SsoRefusal */
export async function countKeys(server: Server, issuer: string): Promise<number> {
  const response = await send(String(server.jwks_uri), {
    method: 'GET',
    headers: { accept: 'application/json' },
    loopback: loopbackOf(issuer),
    timeout,
    longest,
  }).catch((error: unknown) => {
    throw refusalOf(error);
  });
  const body = (await response.json().catch(() => null)) as { keys?: unknown } | null;
  if (!response.ok || !Array.isArray(body?.keys))
    throw new SsoRefusal('misconfigured', `its keys at ${new URL(String(server.jwks_uri)).host} could not be read`);
  return body.keys.length;
}

export const randomPart = oauth.generateRandomState;

/** Where to send the browser. `fresh`: the provider is to ask who is there, even if it knows. */
export async function authorizationUrl(connection: Connection, flow: Flow, fresh: boolean): Promise<string> {
  const server = await serverOf(connection.issuer);
  const url = new URL(String(server.authorization_endpoint));
  const parameters = {
    client_id: connection.clientId,
    redirect_uri: redirectUri(connection.key),
    response_type: 'code',
    scope: connection.scopes,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    // A year: only so that the provider says when the person proved themselves.
    max_age: fresh ? '0' : '31536000',
    ...(fresh ? { prompt: 'login' } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * What the provider says of the person who came back with these parameters. Nothing of it is used before all of it was verified.
 * @throws SsoRefusal with the reason for the person, and the precise fault for the log.
 */
export async function claimsOf(connection: Connection, flow: Flow, search: URLSearchParams, fresh: boolean): Promise<Claims> {
  try {
    return await verified(await serverOf(connection.issuer), connection, flow, search, fresh);
  } catch (error) {
    throw refusalOf(error);
  }
}

async function verified(server: Server, connection: Connection, flow: Flow, search: URLSearchParams, fresh: boolean): Promise<Claims> {
  const client = clientOf(connection);
  const options = through(connection.issuer);
  const returned = oauth.validateAuthResponse(server, client, search, flow.state);
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const authentication = methods.includes('client_secret_basic') ? oauth.ClientSecretBasic : oauth.ClientSecretPost;
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication(connection.clientSecret),
    returned,
    redirectUri(connection.key),
    flow.verifier,
    options,
  );
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: flow.nonce,
    requireIdToken: true,
    ...(fresh ? { maxAge: 300 } : {}),
  });
  await validateSignature(server, response, connection.issuer);
  const token = oauth.getValidatedIdTokenClaims(result);
  if (!token) throw new SsoRefusal('untrusted', 'no ID token');
  if (token.iat > now().getTime() / 1000 + tolerance)
    throw new SsoRefusal('untrusted', 'the ID token was issued in the future: a clock is wrong');
  if (token.sub === '' || token.sub.length > 255) throw new SsoRefusal('untrusted', 'the subject is empty or too long');
  const told =
    server.userinfo_endpoint && !isComplete(token, connection)
      ? await userInfo(server, client, result.access_token, token.sub, options)
      : {};
  const all: Record<string, unknown> = { ...told, ...token };
  return {
    issuer: server.issuer,
    subject: token.sub,
    name: nameOf(all),
    email: mailOf(all),
    // A verification counts for the address it came with.
    emailVerified: (token.email === undefined ? all : token).email_verified === true,
    groups: groupsOf(all, connection.groupsClaim),
    provedAt: typeof token.auth_time === 'number' ? new Date(Math.min(token.auth_time * 1000, now().getTime())) : null,
  };
}

/** A key that the provider has begun to sign with since its keys were read is looked for once more. */
async function validateSignature(server: Server, response: Response, issuer: string): Promise<void> {
  try {
    await oauth.validateApplicationLevelSignature(server, response, through(issuer));
  } catch (error) {
    if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.KEY_SELECTION) throw error;
    known.delete(issuer);
    await oauth.validateApplicationLevelSignature({ ...server }, response, through(issuer));
  }
}

/** Does the ID token itself tell all that is asked of it? */
const isComplete = (token: Record<string, unknown>, { groupsClaim }: Connection) =>
  token.email !== undefined && token.name !== undefined && (groupsClaim === '' || groupsOf(token, groupsClaim).length > 0);

async function userInfo(server: Server, client: oauth.Client, accessToken: string, subject: string, options: ReturnType<typeof through>) {
  const response = await oauth.userInfoRequest(server, client, accessToken, options);
  return (await oauth.processUserInfoResponse(server, client, subject, response)) as Record<string, unknown>;
}
