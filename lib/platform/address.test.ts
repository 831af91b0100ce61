import { createServer, request } from 'node:http';
import { expect, test } from 'vitest';
import { believeOnlyOurProxies, clientAddress } from './address.ts';

test.each([
  ['no proxy: what the sender wrote counts for nothing', '203.0.113.9, 10.0.0.1', '192.0.2.7', 0, '192.0.2.7'],
  ['one proxy: what it appended counts', '203.0.113.9', '10.0.0.1', 1, '203.0.113.9'],
  ['one proxy, a sender who wrote an entry first', '198.51.100.66, 203.0.113.9', '10.0.0.1', 1, '203.0.113.9'],
  ['two proxies', '198.51.100.66, 203.0.113.9, 10.0.0.2', '10.0.0.1', 2, '203.0.113.9'],
  ['fewer entries than proxies: the earliest there is', '', '10.0.0.1', 2, '10.0.0.1'],
  ['IPv4 in IPv6 clothes', undefined, '::ffff:192.0.2.7', 0, '192.0.2.7'],
  ['no header at all', undefined, '192.0.2.7', 0, '192.0.2.7'],
])('%s', (_, forwarded, connection, proxies, expected) => {
  expect(clientAddress(forwarded, connection, proxies)).toBe(expected);
});

test('a request that claims another address and host arrives with the connection’s address and without the claims', async () => {
  believeOnlyOurProxies(0);
  const server = createServer((incoming, outgoing) => outgoing.end(JSON.stringify(incoming.headers)));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const body = await new Promise<string>((resolve, reject) => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    request({ port, host: '127.0.0.1', headers }, (incoming) => {
      incoming.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  server.close();
  const seen = JSON.parse(body) as Record<string, string>;
  expect(seen['x-forwarded-for']).toBe('127.0.0.1');
  expect(seen).not.toHaveProperty('x-forwarded-host');
  expect(seen).not.toHaveProperty('x-forwarded-proto');
});
