import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { makeTeam } from '../../../testing.ts';
import { drawSecret, sealSecret } from '../signing.ts';
import { claimDeliveries, deliver } from './commands.ts';

process.env.GATEHOUSE_WEBHOOK_NETWORKS = 'loopback';

test('a receiver that hangs takes few places of a server, however much waits for it', async () => {
  await owner.query('DELETE FROM webhooks');
  const held: ServerResponse[] = [];
  const allHeld = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    if (held.push(response) === 3) allHeld.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [team, id] = [await makeTeam(), newId()];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await insertRow('webhooks', {
    id,
    team_id: team.id,
    name: 'Hangs',
    url,
    secret: sealSecret(drawSecret(), id),
    events: ['review.assigned'],
  });
  for (let at = 0; at < 9; at += 1) {
    const told = { event: 'review.assigned', key: `k${at}`, payload: {}, next_at: new Date(0) };
    await insertRow('webhook_deliveries', { id: newId(), webhook_id: id, team_id: team.id, ...told });
  }
  const telling = (await claimDeliveries(20)).map(deliver);
  expect(telling).toHaveLength(3);
  expect(await claimDeliveries(17)).toEqual([]);
  await allHeld.promise;
  for (const response of held) response.end('taken');
  expect(await Promise.all(telling)).toEqual(['delivered', 'delivered', 'delivered']);
  expect(await claimDeliveries(20)).toHaveLength(3);
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
});
