/** One Gatehouse a data folder: the lock names the process that runs there, and where it serves. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.ts';
import { identity } from './process.ts';

export type Holder = { pid: number; identity: string; url: string };
export type Lock = { release: () => void; recovered: 'nothing' | 'stale' | 'unreadable' };

/**
 * Takes the lock or throws a Problem that says who holds it. A lock left by a process that is gone is taken over; so is
 * one that cannot be read, unless `databaseRuns` there, for then its holder may still be alive.
 */
export function takeLock(folder: string, url: string, databaseRuns: () => boolean): Lock {
  const file = join(folder, 'gatehouse.lock');
  const mine: Holder = { pid: process.pid, identity: identity(process.pid) ?? '', url };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    let recovered: Lock['recovered'] = 'nothing';
    while (!linked(draft, file)) {
      recovered = judge(file, databaseRuns);
      rmSync(file, { force: true });
    }
    return { recovered, release: () => release(file, mine) };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A hard link appears whole or not at all, so that no other start can read half a lock. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function judge(file: string, databaseRuns: () => boolean): 'stale' | 'unreadable' {
  const holder = readHolder(file);
  if (holder) {
    if (identity(holder.pid) !== holder.identity) return 'stale';
    throw new Problem(`Gatehouse is already running at ${holder.url} (process ${holder.pid}). Open that address, or stop it first.`);
  }
  if (!databaseRuns()) return 'unreadable';
  throw new Problem(
    `The lock ${file} cannot be read and its database is running. If no Gatehouse runs here, delete that file and start again.`,
  );
}

/** Who holds the lock; null when there is none or its content makes no sense. */
export function readHolder(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return null;
    throw new Problem(`The lock ${file} cannot be read (${code}). If no Gatehouse runs here, delete it and start again.`);
  }
  try {
    const { pid, identity: who, url }: Partial<Holder> = JSON.parse(text);
    return Number.isInteger(pid) && typeof who === 'string' && typeof url === 'string' ? { pid: Number(pid), identity: who, url } : null;
  } catch {
    return null;
  }
}

function release(file: string, mine: Holder): void {
  const holder = readHolder(file);
  if (holder?.pid === mine.pid && holder.identity === mine.identity) rmSync(file, { force: true });
}
