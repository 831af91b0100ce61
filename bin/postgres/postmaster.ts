/** What a running Postgres writes about itself into its data directory: postmaster.pid. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '#bin/running/problem.ts';
import { commandLine, isAlive, waitUntil } from '#bin/running/process.ts';

type Postmaster = { pid: number; ready: boolean };

/** Line 1 is the process, line 8 its state. Null when there is no such file or nothing sensible in it. */
export function readPostmaster(directory: string): Postmaster | null {
  try {
    const lines = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
  } catch {
    return null;
  }
}

/** The process that runs on this very data directory. A number that now belongs to another program does not count. */
export function runningPostmaster(directory: string): number | null {
  const found = readPostmaster(directory);
  return found && isAlive(found.pid) && commandLine(found.pid).includes(directory) ? found.pid : null;
}

/**
 * Stops what an earlier start left running on this directory and clears a file that names no Postgres: after a kill -9
 * or in a restarted container its number may belong to someone else, and Postgres would refuse to start.
 */
export async function stopOrphan(directory: string): Promise<'stopped' | 'cleared' | 'nothing'> {
  const pid = runningPostmaster(directory);
  if (pid !== null) {
    await stopPostmaster(pid);
    return 'stopped';
  }
  if (!readPostmaster(directory)) return 'nothing';
  rmSync(join(directory, 'postmaster.pid'), { force: true });
  return 'cleared';
}

/** Fast shutdown: ends sessions, writes everything out. Immediate after a minute, which costs the next start a recovery. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntil(() => !isAlive(pid), 60_000)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntil(() => !isAlive(pid), 10_000)) return;
  throw new Problem(`The database (process ${pid}) does not stop. End it by hand (kill -QUIT ${pid}) and start again.`);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
    throw error;
  }
}
