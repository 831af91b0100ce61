/**
 * For tests alone: a real OpenID provider (oidc-provider) on loopback, and in front of it a proxy that may falsify what it says, signed by the
 * provider's own key or by none.
 */
import { createSign, generateKeyPairSync, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What the provider knows of a person: `sub` and any claims. */
export type TestAccount = { sub: string; name?: string; email?: string; email_verified?: boolean; groups?: string[] };
export type Payload = Record<string, unknown>;
/** Falsifies the body of an answer; returns what is sent instead. */
export type Tamper = (path: string, body: Payload) => unknown;

type Key = { privateKey: KeyObject; jwk: JsonWebKey & { kid: string } };

export const client = { id: 'gatehouse', secret: 'the secret of a test, not a real one' };

function newKey(): Key {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' } };
}

type Kept = Payload & { grantId?: string; uid?: string };

/** What a provider keeps between requests, in memory, under its kind. */
const keeper = (kept: Map<string, Kept>) =>
  class {
    readonly #kind: string;

    constructor(kind: string) {
      this.#kind = kind;
    }

    async upsert(id: string, payload: Kept) {
      kept.set(`${this.#kind} ${id}`, payload);
    }
    async find(id: string) {
      return kept.get(`${this.#kind} ${id}`);
    }
    async findByUid(uid: string) {
      return [...kept.values()].find((each) => each.uid === uid);
    }
    async consume(id: string) {
      Object.assign(kept.get(`${this.#kind} ${id}`) ?? {}, { consumed: Math.floor(Date.now() / 1000) });
    }
    async destroy(id: string) {
      kept.delete(`${this.#kind} ${id}`);
    }
    async revokeByGrantId(grantId: string) {
      for (const [id, each] of kept) if (each.grantId === grantId) kept.delete(id);
    }
  };

export class LoopbackProvider {
  readonly accounts = new Map<string, TestAccount>();
  tamper: Tamper | null = null;
  issuer = '';
  /** How often each path was asked. */
  readonly asked: string[] = [];
  #key = newKey();
  #inner: Provider | null = null;
  readonly #kept = new Map<string, Kept>();
  readonly #servers: Server[] = [];
  readonly #redirectUris: string[];

  private constructor(redirectUris: string[]) {
    this.#redirectUris = redirectUris;
  }

  /** Starts one whose client may come back to these addresses. Close it when the tests end. */
  static async start(redirectUris: string[], port = 0): Promise<LoopbackProvider> {
    const provider = new LoopbackProvider(redirectUris);
    const inner = await provider.#listen((incoming, outgoing) => provider.#serve(incoming, outgoing), 0);
    const front = await provider.#listen((incoming, outgoing) => provider.#forward(inner, incoming, outgoing), port);
    provider.issuer = `http://127.0.0.1:${front}`;
    provider.#build();
    return provider;
  }

  async close(): Promise<void> {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** From now on it signs by another key. */
  rotateKeys(): void {
    this.#key = newKey();
    this.#build();
  }

  /** A JWT of this payload, signed by the provider's own key. */
  sign(payload: Payload, header: Payload = {}): string {
    const head = { alg: 'RS256', kid: this.#key.jwk.kid, typ: 'JWT', ...header };
    const text = [head, payload].map((each) => Buffer.from(JSON.stringify(each)).toString('base64url')).join('.');
    return `${text}.${createSign('SHA256').update(text).sign(this.#key.privateKey).toString('base64url')}`;
  }

  /** Falsifies ID tokens and signs them again, so that nothing but the claims is wrong. */
  falsify(change: (payload: Payload) => Payload): void {
    this.tamperTokens((token) => this.sign(change(payloadOf(token))));
  }

  tamperTokens(change: (token: string) => string): void {
    this.tamper = (path, body) =>
      path === '/token' && typeof body.id_token === 'string' ? { ...body, id_token: change(body.id_token) } : body;
  }

  /**
   * Walks through the provider's pages as a browser would, signing in as this account or cancelling, and returns the address that the provider
   * sends the browser back to.
   */
  async visit(url: string, as: string | 'cancel', jar = new Map<string, string>()): Promise<string> {
    let next = url;
    for (let step = 0; step < 12; step += 1) {
      if (!next.startsWith(this.issuer)) return next;
      const login = new URL(next).pathname.startsWith('/login/');
      const response = await fetch(next, {
        method: login ? 'POST' : 'GET',
        redirect: 'manual',
        headers: {
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          'content-type': 'application/x-www-form-urlencoded',
        },
        ...(login ? { body: new URLSearchParams({ account: as }) } : {}),
      });
      for (const each of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
        jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) throw new Error(`${next} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
      next = new URL(location, next).href;
    }
    throw new Error('The provider goes round in circles.');
  }

  #build(): void {
    this.#inner = new Provider(this.issuer, {
      adapter: keeper(this.#kept),
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: this.#redirectUris }],
      jwks: { keys: [this.#key.jwk] },
      cookies: { keys: ['only a test signs cookies with this'] },
      scopes: ['openid', 'profile', 'email', 'groups'],
      claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, interaction: { uid: string }) => `/login/${interaction.uid}` },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (_: unknown, sub: string) => {
        const account = this.accounts.get(sub);
        return account && { accountId: sub, claims: async () => account };
      },
      loadExistingGrant: async (ctx: { oidc: { client: { clientId: string }; session: { accountId: string }; provider: Provider } }) => {
        const { client: asking, session, provider } = ctx.oidc;
        const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
        grant.addOIDCScope('openid profile email groups');
        await grant.save();
        return grant;
      },
    });
  }

  async #listen(handler: (incoming: IncomingMessage, outgoing: ServerResponse) => void, port: number): Promise<number> {
    const server = createServer(handler);
    this.#servers.push(server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (!this.#inner) outgoing.writeHead(503).end();
    else if (!incoming.url?.startsWith('/login/')) this.#inner.callback()(incoming, outgoing);
    else this.#login(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(500).end(String(error)));
  }

  /** The provider's page: whoever it knows, each a button, and one to cancel. */
  async #login(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const buttons = [...this.accounts.values()].map(({ sub, name }) => `<button name="account" value="${sub}">${name ?? sub}</button>`);
    const page = `<!doctype html><title>Loopback provider</title><form method="post">${buttons.join('')}<button name="account" value="cancel">Cancel</button></form>`;
    if (incoming.method !== 'POST') return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end(page);
    const account = new URLSearchParams(await textOf(incoming)).get('account') ?? 'cancel';
    const cancelled = { error: 'access_denied', error_description: 'The person cancelled' };
    await this.#inner?.interactionFinished(incoming, outgoing, account === 'cancel' ? cancelled : { login: { accountId: account } });
  }

  #forward(inner: number, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = incoming.url?.split('?')[0] ?? '/';
    this.asked.push(path);
    const { method, headers, url } = incoming;
    const onward = request({ port: inner, host: '127.0.0.1', method, headers, path: url }, (answer) => {
      if (!this.tamper || !String(answer.headers['content-type']).includes('json')) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        return void answer.pipe(outgoing);
      }
      void textOf(answer).then((body) => {
        const changed = JSON.stringify(this.tamper?.(path, JSON.parse(body) as Payload));
        const { 'content-length': _length, ...rest } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, rest).end(changed);
      });
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  }
}

export const payloadOf = (token: string): Payload => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Payload;

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
