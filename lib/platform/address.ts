/** Where a request really comes from: what a sender writes into X-Forwarded-For is believed only as far as our own proxies wrote it. */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { env } from './env.ts';

/**
 * The address to hold a request to. Each trusted proxy appended the address it was called from, so with n of them the n-th entry from the
 * right is the first that no stranger could write. An IPv4 address in IPv6 clothes is told as IPv4.
 */
export function clientAddress(
  forwardedFor: string | undefined,
  connection: string | undefined,
  trustedProxies: number,
): string | undefined {
  const chain = [...(forwardedFor?.split(',') ?? []), connection ?? ''].map((each) => each.trim()).filter(Boolean);
  const address = chain.at(-1 - trustedProxies) ?? chain[0];
  return address?.replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * From now on every request to this process carries in `x-forwarded-for` its one believed address, and without trusted proxies no
 * other `x-forwarded-` header. Runs before Next sees the request, because Next keeps what the sender wrote.
 */
export function believeOnlyOurProxies(trustedProxies = env().GATEHOUSE_TRUSTED_PROXIES): void {
  subscribe('http.server.request.start', (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const address = clientAddress(String(headers['x-forwarded-for'] ?? ''), socket.remoteAddress, trustedProxies);
    if (trustedProxies === 0) for (const name of Object.keys(headers)) if (name.startsWith('x-forwarded-')) delete headers[name];
    if (address) headers['x-forwarded-for'] = address;
  });
}
