/** The servers of a run: Gatehouse as production serves it, on an inventory each, and the bare page beside them. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#bin/running/port.ts';
import { Problem } from '#bin/running/problem.ts';
import { waitUntil } from '#bin/running/process.ts';
import { serve } from '#bin/running/serve.ts';
import { standaloneFolder } from '#bin/setup/build.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { run } from '#bin/setup/run.ts';
import { parseSettings } from '#lib/platform/env.ts';
import { undoLater } from './clean-up.ts';
import { benchSecret, type Inventory } from './inventory.ts';
import { tell } from './results.ts';

/** `url` is where to connect; `publicUrl` what the server calls itself. */
export type Served = { url: string; publicUrl: string; pid: number; stop: () => Promise<void> };

/** Starts the built Gatehouse on an inventory. */
export async function serveInventory({ applicationUrl, rows }: Inventory): Promise<Served> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const guard = join(checkout, 'bin', 'running', 'server-guard.mjs');
  // The log goes to standard output, which belongs to the results; a page that fails is noticed by its visitor.
  process.env.LOG_LEVEL = 'silent';
  const settings = parseSettings({ GATEHOUSE_HOST: '127.0.0.1' });
  const server = await serve({ folder: standaloneFolder, guard, settings, port, secret: benchSecret, applicationUrl, publicUrl: url });
  undoLater(server.stop);
  tell(`Gatehouse with ${rows} assets serves at ${url}`);
  return { url: `http://127.0.0.1:${port}`, publicUrl: url, pid: server.pid, stop: server.stop };
}

const bareFolder = join(checkout, 'bin', 'bench', 'bare');

/** Builds and starts the bare page, which shows these rows. */
export async function serveBare(rows: readonly object[]): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bare-'));
  undoLater(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'rows.json');
  await writeFile(file, JSON.stringify(rows));
  const next = join(checkout, 'node_modules', 'next', 'dist', 'bin', 'next');
  const { NEXT_DIST_DIR: _, ...rest } = process.env;
  const env = { ...rest, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  tell('building the bare page');
  await run('The build of the bare page', process.execPath, [next, 'build'], { cwd: bareFolder, env: { ...env, BENCH_ROWS: file } });
  const standalone = join(bareFolder, '.next', 'standalone', 'bin', 'bench', 'bare');
  await cp(join(bareFolder, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
  const port = await freePort();
  const child = spawn(process.execPath, [join(standalone, 'server.js')], {
    cwd: standalone,
    env: { ...env, BENCH_ROWS: file, HOSTNAME: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  undoLater(stop);
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    );
  if (!(await waitUntil(async () => child.exitCode !== null || (await answers()), 30_000, 100)) || child.exitCode !== null)
    throw new Problem('The bare page did not start.');
  return { url, publicUrl: url, pid: child.pid ?? 0, stop };
}

/** The highest resident memory that a process has had, in megabytes; null where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | null> {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return null;
  const found = /VmHWM:\s+(\d+) kB/.exec(await readFile(file, 'utf8'));
  return found ? Number(found[1]) / 1024 : null;
}
