/**
 * Sixteen clients write while the application or its database is killed, twenty times over: what was acknowledged is there, nothing is there
 * without its event, and the sealed log holds together.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { postgresAccount } from '#bin/postgres/account.ts';
import { postgresBinaries } from '#bin/postgres/binaries.ts';
import { type Cluster, startCluster } from '#bin/postgres/cluster.ts';
import { createDatabase } from '#bin/running/database.ts';
import { freePort } from '#bin/running/port.ts';
import { waitUntil } from '#bin/running/process.ts';
import { prepareDatabase, serve } from '#bin/running/serve.ts';
import type { Server } from '#bin/running/server.ts';
import { standaloneFolder } from '#bin/setup/build.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { keyFrom, keysById } from '#lib/access/audit/keys.ts';
import { verifyDatabase } from '#lib/access/audit/verify-database.ts';
import { permissionNames } from '#lib/access/permissions.ts';
import { drawToken, hintOf } from '#lib/access/tokens/format.ts';
import { parseSettings } from '#lib/platform/env.ts';
import { newId } from '#lib/platform/identifiers.ts';

const clients = 16;
const kills = 20;
const secret = 'a secret that only this test of crashes knows';

test.describe.configure({ timeout: 600_000 });

let folder = '';
let cluster: Cluster;
let server: Server;
let port = 0;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-crash-'));
  chmodSync(folder, 0o711);
  port = await freePort();
  await startDatabase();
  await createDatabase(cluster, 'gatehouse');
  await startServer();
});

test.afterAll(async () => {
  await server?.stop();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startDatabase(): Promise<void> {
  const account = postgresAccount();
  cluster = await startCluster({ folder, binaries: postgresBinaries(account), account, durable: true });
}

async function startServer(): Promise<void> {
  const { applicationUrl } = await prepareDatabase(cluster.url('gatehouse'), secret);
  const guard = join(checkout, 'bin', 'running', 'server-guard.mjs');
  process.env.GATEHOUSE_RATE_LIMIT = '1000000';
  process.env.LOG_LEVEL = 'fatal';
  const settings = parseSettings({});
  server = await serve({ folder: standaloneFolder, guard, settings, port, secret, applicationUrl, publicUrl: `http://localhost:${port}` });
}

async function asOwner<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: cluster.url('gatehouse') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query("SELECT set_config('app.announced', 'test.arranged', false)");
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A team, and a token of a service account that leads it. */
async function arrange(): Promise<{ teamId: string; token: string }> {
  const [teamId, serviceId, token] = [newId(), newId(), drawToken('service')];
  await asOwner('INSERT INTO teams (id, key, name) VALUES ($1, $2, $2)', [teamId, 'crash']);
  await asOwner("INSERT INTO service_accounts (id, team_id, name, role, created_by) VALUES ($1, $2, 'writer', 'lead', $1)", [
    serviceId,
    teamId,
  ]);
  await asOwner(
    `INSERT INTO api_tokens (id, service_account_id, name, hint, token_hash, scopes, expires_at, created_by)
     VALUES ($1, $2, 'writer', $3, $4, $5, now() + interval '1 day', $2)`,
    [newId(), serviceId, hintOf(token), createHash('sha256').update(token).digest(), permissionNames],
  );
  return { teamId, token };
}

type Acknowledged = { made: Set<string>; descriptions: Map<string, string> };

/** One client: registers assets and edits what it registered, until told to stop; keeps what the server said it had done. */
async function write(teamId: string, token: string, acknowledged: Acknowledged, going: () => boolean): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const send = async (method: string, path: string, body: object): Promise<{ id: string; version: number } | null> => {
    const answer = await fetch(`http://localhost:${port}/api/v1${path}`, { method, headers, body: JSON.stringify(body) }).catch(() => null);
    return answer?.ok ? await answer.json().catch(() => null) : null;
  };
  while (going()) {
    const asset = await send('POST', '/assets', {
      ...{ teamId, kind: 'model', name: `Written ${newId()}`, description: '', ownerId: null, stage: 'develop', criticality: 3 },
      ...{ exposure: 'internal', dataClass: 'internal', tags: [] },
    });
    if (!asset) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    acknowledged.made.add(asset.id);
    const description = `edited ${newId()}`;
    if (await send('PATCH', `/assets/${asset.id}`, { version: 1, description })) acknowledged.descriptions.set(asset.id, description);
  }
}

test('whatever is killed while clients write: nothing acknowledged is lost, nothing is without its event, no link is broken', async () => {
  const { teamId, token } = await arrange();
  const acknowledged: Acknowledged = { made: new Set(), descriptions: new Map() };
  let writing = true;
  const writers = Array.from({ length: clients }, () => write(teamId, token, acknowledged, () => writing));
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.made.size;
    expect(await waitUntil(async () => acknowledged.made.size >= before + clients, 60_000, 5), `writes go on after ${kill} kills`).toBe(
      true,
    );
    if (kill % 2 === 0) {
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      await startServer();
    } else {
      process.kill(cluster.pid, 'SIGKILL');
      await cluster.ended;
      await startDatabase();
    }
  }
  writing = false;
  await Promise.all(writers);
  expect(acknowledged.made.size).toBeGreaterThan(kills * clients);

  const assets = await asOwner<{ id: string; description: string; version: number }>('SELECT id, description, version FROM assets');
  const standing = new Map(assets.map((asset) => [asset.id, asset]));
  expect(
    [...acknowledged.made].filter((id) => !standing.has(id)),
    'registered, acknowledged and lost',
  ).toEqual([]);
  expect(
    [...acknowledged.descriptions].filter(([id, text]) => standing.get(id)?.description !== text),
    'edited, acknowledged and lost',
  ).toEqual([]);

  const events = await asOwner<{ target_id: string; event: string }>(
    "SELECT target_id, event FROM audit_events WHERE target_type = 'asset'",
  );
  const registered = events.filter(({ event }) => event === 'asset.registered').map((event) => event.target_id);
  const edited = events.filter(({ event }) => event === 'asset.edited').map((event) => event.target_id);
  expect(registered.sort()).toEqual([...standing.keys()].sort());
  expect(edited.sort()).toEqual(
    assets
      .filter(({ version }) => version === 2)
      .map(({ id }) => id)
      .sort(),
  );

  const unsealed = 'SELECT count(*)::int AS count FROM audit_events e WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.event_id = e.id)';
  expect(await waitUntil(async () => (await asOwner<{ count: number }>(unsealed))[0]?.count === 0, 30_000), 'every event is sealed').toBe(
    true,
  );
  const client = new pg.Client({ connectionString: cluster.url('gatehouse') });
  await client.connect();
  const verdict = await verifyDatabase(client, { keys: keysById([keyFrom(undefined, secret).publicKey]), now: new Date() });
  await client.end();
  expect(verdict).toMatchObject({ ok: true, problem: null });
  expect(verdict.rows).toBeGreaterThanOrEqual(events.length);
});
