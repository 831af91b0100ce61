import { expect, test } from 'vitest';
import { clientAddress } from './peer-address.mjs';

test.each([
  ['a client that names an address of its own is still the socket', '203.0.113.9', '198.51.100.1', 0, '198.51.100.1'],
  ['behind one proxy it is what that proxy saw', '203.0.113.9', '10.0.0.1', 1, '203.0.113.9'],
  ['what a client adds in front of a proxy does not count', '1.1.1.1, 203.0.113.9', '10.0.0.1', 1, '203.0.113.9'],
  ['behind two', '1.1.1.1, 203.0.113.9, 10.0.0.2', '10.0.0.1', 2, '203.0.113.9'],
  ['with fewer hops than proxies it is the first known', undefined, '10.0.0.1', 2, '10.0.0.1'],
])('%s', (_, forwarded, socket, proxies, expected) => {
  expect(clientAddress(forwarded, socket, proxies)).toBe(expected);
});
