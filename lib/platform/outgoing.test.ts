import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isAllowed, send, Unreachable } from './outgoing.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const ask = (url: string, more: Partial<Parameters<typeof send>[1]> = {}) =>
  send(url, { method: 'GET', headers: {}, loopback: true, timeout: 2000, longest: 1024, ...more });

test('the answer comes whole, with its status and headers, and a body goes along', async () => {
  const url = await serve((request, response) => {
    response.writeHead(201, { 'content-type': 'text/plain', 'x-method': String(request.method) });
    request.pipe(response);
  });
  const answer = await ask(url, { method: 'POST', body: 'a body' });
  expect([answer.status, answer.headers.get('x-method'), await answer.text()]).toEqual([201, 'POST', 'a body']);
});

test('a redirect is an answer, and is not followed', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect((await ask(url)).status).toBe(302);
  expect(asked).toBe(1);
});

test('an answer that is too long, too slow or none is given up in words', async () => {
  const long = await serve((_, response) => response.end('x'.repeat(5000)));
  await expect(ask(long)).rejects.toThrow(/answered with more than 1 kB/);
  const slow = await serve(() => undefined);
  await expect(ask(slow, { timeout: 50 })).rejects.toThrow(/did not answer within 0.05 seconds/);
  const [server] = [servers[0]];
  server?.close();
  await expect(ask('http://127.0.0.1:1/')).rejects.toThrow(Unreachable);
});

test.each(['http://example.org/', 'http://10.0.0.1/', 'ftp://127.0.0.1/', 'not a url'])('%s is not asked', async (url) => {
  await expect(ask(url)).rejects.toThrow(/not asked/);
});

test('this machine is asked only where it was named', async () => {
  const url = await serve((_, response) => response.end('secret'));
  await expect(ask(url, { loopback: false })).rejects.toThrow(/not asked/);
  await expect(ask(url.replace('127.0.0.1', 'localhost'), { loopback: false })).rejects.toThrow(/not asked/);
});

test('an address is judged as what it is', () => {
  for (const address of ['93.184.216.34', '10.1.2.3', '192.168.0.1', '2001:db8::1', 'fd00::1'])
    expect(isAllowed(address, false), address).toBe(true);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    expect(isAllowed(address, false), address).toBe(false);
    expect(isAllowed(address, true), address).toBe(true);
  }
  for (const address of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    'fd00:ec2::254',
  ])
    expect(isAllowed(address, true), address).toBe(false);
});

test.each([
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::',
  '2002:7f00:1::1',
  '::a9fe:a9fe',
  '::7f00:1',
  '::ffff:a9fe:a9fe',
  '::ffff:0:169.254.169.254',
])('an address of IPv6 that leads to one of IPv4 is judged as that: %s', (address) => expect(isAllowed(address, false)).toBe(false));

test.each(['64:ff9b::c000:201', '2002:c000:201::1', '2001:db8::a9fe:a9fe', '::ffff:192.0.2.1'])('%s may be asked', (address) =>
  expect(isAllowed(address, false)).toBe(true),
);
