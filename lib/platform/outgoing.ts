/**
 * Requests to servers that a person named. Whoever may name one could have this server ask its own network, so: HTTPS but for loopback,
 * loopback only where it was named, never link-local addresses (where clouds keep their keys), no redirects, an end in time and in size.
 */
import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isLoopback, isSecureUrl } from './urls.ts';

export type Outgoing = {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Whether this machine itself may be asked. */
  loopback: boolean;
  /** Whether machines of private networks may; they may where nothing is said. */
  within?: boolean;
  /** Milliseconds until the whole answer is in. */
  timeout: number;
  /** Bytes that the answer may have. */
  longest: number;
};

/** Why there was no answer: said without anything that the other side sent. */
export class Unreachable extends Error {}

const own = new BlockList();
own.addSubnet('127.0.0.0', 8, 'ipv4');
own.addAddress('::1', 'ipv6');
const never = new BlockList();
never.addSubnet('169.254.0.0', 16, 'ipv4');
never.addSubnet('0.0.0.0', 8, 'ipv4');
never.addSubnet('224.0.0.0', 3, 'ipv4');
never.addSubnet('fe80::', 10, 'ipv6');
never.addSubnet('ff00::', 8, 'ipv6');
never.addAddress('::', 'ipv6');
never.addAddress('fd00:ec2::254', 'ipv6');

const within = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
] as const)
  within.addSubnet(net, bits, 'ipv4');
within.addSubnet('fc00::', 7, 'ipv6');

/** May this address be asked? It is judged at the moment of connecting, so that a name cannot change its mind in between. */
export function isAllowed(address: string, loopback: boolean, inside = true): boolean {
  const leadsTo = isIP(address) === 6 ? embedded(address) : null;
  if (leadsTo !== null && !isAllowed(leadsTo, loopback, inside)) return false;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return !never.check(address, family) && (loopback || !own.check(address, family)) && (inside || !within.check(address, family));
}

/** The address of IPv4 that one of IPv6 leads to: mapped, compatible, translated (NAT64) or tunnelled (6to4); null for one that leads to none. */
function embedded(address: string): string | null {
  const literal = `http://[${address.replace(/%.*$/, '')}]`;
  const [head = '', tail] = URL.canParse(literal) ? new URL(literal).hostname.slice(1, -1).split('::') : [];
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const dotted = (at: number) =>
    [groups[at], groups[at + 1]]
      .flatMap((group) => [Number.parseInt(group ?? '', 16) >> 8, Number.parseInt(group ?? '', 16) & 255])
      .join('.');
  if (groups[0] === '2002') return dotted(1);
  const prefix = groups.slice(0, 6).join(':');
  if (prefix === '0:0:0:0:0:0') return groups[6] === '0' ? null : dotted(6);
  return /^(0:0:0:0:(0:ffff|ffff:0)|64:ff9b:.*)$/.test(prefix) ? dotted(6) : null;
}

const guardedLookup =
  (loopback: boolean, inside: boolean): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error ? [] : found.filter(({ address }) => isAllowed(address, loopback, inside));
      const [first] = allowed;
      if (!first) return callback(error ?? new Unreachable(`${hostname} is at an address that is not asked.`), '');
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });

/**
 * Sends one request and returns the whole answer.
 * @throws Unreachable in plain words: refused, timed out, too long, at an address or by a protocol that is not asked.
 */
export async function send(
  url: string,
  { method, headers, body, loopback, within: inside = true, timeout, longest }: Outgoing,
): Promise<Response> {
  const { hostname, protocol, host } = URL.canParse(url) ? new URL(url) : { hostname: '', protocol: '', host: url };
  if (!isSecureUrl(url) || (isLoopback(hostname) && !loopback))
    throw new Unreachable(`${host} is not asked: it takes HTTPS, and another machine.`);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) && !isAllowed(literal, loopback, inside)) throw new Unreachable(`${host} is at an address that is not asked.`);
  const signal = AbortSignal.timeout(timeout);
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const start = protocol === 'https:' ? requestSecure : requestPlain;
      const sending = start(url, { method, headers, signal, lookup: guardedLookup(loopback, inside), agent: false }, resolve);
      sending.on('error', reject);
      sending.end(body);
    });
    const status = incoming.statusCode ?? 502;
    const content = await bounded(incoming, longest, host);
    const answered = Object.entries(incoming.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    );
    return new Response([204, 205, 304].includes(status) ? null : content, { status, headers: answered });
  } catch (cause) {
    if (cause instanceof Unreachable) throw cause;
    if (signal.aborted) throw new Unreachable(`${host} did not answer within ${timeout / 1000} seconds.`, { cause });
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new Unreachable(`${host} could not be reached${code}.`, { cause });
  }
}

async function bounded(incoming: IncomingMessage, longest: number, host: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    seen += chunk.byteLength;
    if (seen > longest) throw new Unreachable(`${host} answered with more than ${longest / 1024} kB.`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
