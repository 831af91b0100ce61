import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createDatabase } from '#bin/running/database.ts';
import { freePort } from '#bin/running/port.ts';
import { isAlive, waitUntil } from '#bin/running/process.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { type Started, startGatehouse } from '#bin/testing/started.ts';
import { throwawayCluster } from '#bin/testing/throwaway.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let folder = '';
let started: Started[] = [];

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
  chmodSync(folder, 0o711);
});

test.afterEach(async () => {
  for (const each of started.filter(({ pid }) => isAlive(pid))) {
    process.kill(each.pid, 'SIGTERM');
    await each.ended;
  }
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(port: number, settings: Record<string, string> = {}): Started {
  const each = startGatehouse(checkout, ['--port', String(port), '--empty'], {
    GATEHOUSE_DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...settings,
  });
  started.push(each);
  return each;
}

async function serving(port: number, settings: Record<string, string> = {}): Promise<Started> {
  const each = start(port, settings);
  expect(await each.settled, each.output()).toBe('serving');
  return each;
}

async function refused(port: number, settings: Record<string, string> = {}): Promise<string> {
  const each = start(port, settings);
  expect(await each.settled, each.output()).toBe('ended');
  expect(await each.ended).toBe(1);
  expect(each.output(), 'a sentence, not a stack').not.toMatch(/^\s+at .*:\d+/m);
  return each.output();
}

const answers = async (port: number, path: string) => (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null))?.status ?? 0;

/** A sign-in whose body is only half sent; `finish` sends the rest and gives the answer's status. */
function halfSent(port: number): { reached: Promise<void>; finish: () => Promise<number> } {
  const body = 'csrfToken=none&email=nobody%40example.org&password=wrong';
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': body.length,
    origin: `http://localhost:${port}`,
  };
  const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/api/auth/callback/credentials', headers });
  const answer = new Promise<number>((resolve, reject) => {
    sent.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('error', reject);
  });
  const reached = new Promise<void>((resolve) => sent.write(body.slice(0, 20), () => resolve()));
  const finish = () => {
    sent.end(body.slice(20));
    return answer;
  };
  return { reached, finish };
}

test('SIGTERM finishes the request in flight, takes no new one, and leaves nothing running', async () => {
  const port = await freePort();
  const first = await serving(port);
  expect(await answers(port, '/livez')).toBe(200);
  expect(await answers(port, '/readyz')).toBe(200);
  const half = halfSent(port);
  await half.reached;
  process.kill(first.pid, 'SIGTERM');
  expect(await waitUntil(async () => (await answers(port, '/livez')) === 0, 10_000)).toBe(true);
  expect(isAlive(first.pid)).toBe(true);
  const status = await half.finish();
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(await first.ended).toBe(0);
  expect(first.output()).toContain('Stopped.');
  expect(readdirSync(folder)).not.toContain('gatehouse.lock');
  expect(readdirSync(join(folder, 'postgres'))).not.toContain('postmaster.pid');
});

test('a second start says where the first one serves', async () => {
  const port = await freePort();
  const first = await serving(port);
  expect(await refused(await freePort())).toContain(`Gatehouse is already running at http://localhost:${port} (process ${first.pid})`);
  expect(await answers(port, '/readyz')).toBe(200);
});

test('after a kill -9 the next start finds port, database and link in order', async () => {
  const port = await freePort();
  const first = await serving(port);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  const second = await serving(port);
  expect(second.output()).toContain('none pending');
  expect(second.output()).toMatch(/\/setup\?token=[\w-]{40,}/);
  expect(await answers(port, '/readyz')).toBe(200);
});

test('a port in use is named before anything else happens', async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  expect(await refused(port)).toContain(
    `Port ${port} is taken by another program. Stop it, or choose another: npm start -- --port ${port + 1}`,
  );
  other.close();
  expect(readdirSync(folder)).not.toContain('postgres');
});

test('a wrong setting is named with what was expected', async () => {
  const output = await refused(await freePort(), { GATEHOUSE_POOL_SIZE: 'many', LOG_LEVEL: 'loud' });
  expect(output).toContain('GATEHOUSE_POOL_SIZE: expected a whole number from 8 to 200.');
  expect(output).toContain('LOG_LEVEL: expected one of fatal, error, warn');
});

test('data of another major version stop the start; a damaged lock does not', async () => {
  const port = await freePort();
  const first = await serving(port);
  process.kill(first.pid, 'SIGTERM');
  await first.ended;
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n');
  expect(await refused(port)).toContain('belong to PostgreSQL 14, and this Gatehouse brings PostgreSQL 18');
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '18\n');
  writeFileSync(join(folder, 'gatehouse.lock'), '{"pid":');
  expect((await serving(port)).output()).toContain('the lock of an earlier start was damaged and has been replaced');
});

test('with DATABASE_URL it uses that database and starts none', async () => {
  const cluster = await throwawayCluster();
  try {
    await createDatabase(cluster, 'elsewhere');
    const port = await freePort();
    const each = await serving(port, { DATABASE_URL: cluster.url('elsewhere') });
    expect(each.output()).toContain('of DATABASE_URL');
    expect(await answers(port, '/readyz')).toBe(200);
    expect(readdirSync(folder)).not.toContain('postgres');
    process.kill(each.pid, 'SIGTERM');
    await each.ended;
    const away = new URL(cluster.url('elsewhere'));
    away.password = 'wrong';
    expect(await refused(port, { DATABASE_URL: away.href })).toContain('refused the user or password in DATABASE_URL');
  } finally {
    await cluster.stop();
  }
});
