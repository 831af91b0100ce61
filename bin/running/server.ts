/** Gatehouse's server as a child process: started, watched, and ended so that requests in flight finish. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Problem } from './problem.ts';
import { waitUntil } from './process.ts';

export type Server = { pid: number; ended: Promise<number>; stop: () => Promise<void> };

export type ServerOptions = {
  /** The standalone folder, with server.js in it. */
  folder: string;
  /** The module loaded before the server, which ends it when its parent is gone. */
  guard: string;
  host: string;
  port: number;
  env: NodeJS.ProcessEnv;
};

/** How long requests in flight have to finish. */
const graceMilliseconds = 30_000;

/** What a page is rendered from dies with its response: with room for several at once, collecting it costs a seventh less of the time. */
const youngGeneration = '--max-semi-space-size=64';

/** Starts the server and returns when it is ready for requests. Throws a Problem when it ends before that. */
export async function startServer({ folder, guard, host, port, env }: ServerOptions): Promise<Server> {
  const child = spawn(process.execPath, [youngGeneration, '--import', pathToFileURL(guard).href, join(folder, 'server.js')], {
    cwd: folder,
    env: { ...env, NODE_ENV: 'production', HOSTNAME: host, PORT: String(port), NEXT_TELEMETRY_DISABLED: '1' },
    // A session of its own keeps the terminal's Ctrl-C from it: we end it before the database, not beside it.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  passOn(child);
  let code: number | undefined;
  const ended = new Promise<number>((resolve, reject) => {
    child.once('exit', (status, signal) => resolve(status ?? (signal ? 1 : 0)));
    child.once('error', reject);
  });
  void ended.then((status) => {
    code = status;
  });
  const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : bracketed(host)}:${port}/readyz`;
  const ready = await waitUntil(async () => code !== undefined || (await answers(address)), 60_000, 50);
  if (code !== undefined) throw new Problem(`The server ended before it was ready (exit code ${code}); what it said stands above.`);
  const server = { pid: child.pid ?? 0, ended, stop: () => end(child, ended) };
  if (ready) return server;
  await server.stop();
  throw new Problem(`The server did not become ready within a minute: ${await lastAnswer(address)}`);
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host);

async function answers(address: string): Promise<boolean> {
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  await response?.body?.cancel();
  return response?.status === 200;
}

async function lastAnswer(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  return response ? `/readyz says ${await response.text()}` : '/readyz does not answer.';
}

/** Next announces itself and an address that may not be the public one; the rest of its output is the log. */
function passOn(child: ChildProcess): void {
  if (!child.stdout) return;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!/^\s*(▲|✓|- (Local|Network):|$)/.test(line)) process.stdout.write(`${line}\n`);
  });
}

async function end(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  await ended;
  clearTimeout(late);
}
