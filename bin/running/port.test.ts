import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, requirePort } from './port.ts';

async function withTaken(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : 0);
    });
  });
  await work(port).finally(() => server.close());
}

test('a taken port is refused with the next one to try', () =>
  withTaken(async (port) => {
    await expect(requirePort(port, '127.0.0.1')).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or choose another: npm start -- --port ${port + 1}`,
    );
  }));

test('an address that is not of this machine is named by its setting', async () => {
  await expect(requirePort(await freePort(), '192.0.2.1')).rejects.toThrow('GATEHOUSE_HOST is 192.0.2.1');
});

test('the port of last time is kept while it is free, and another taken when it is not', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  await withTaken(async (taken) => expect(await freePort(taken)).not.toBe(taken));
});
