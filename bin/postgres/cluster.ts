/** Gatehouse's own PostgreSQL: one data directory, reachable from this machine alone, with a random password. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '#bin/running/port.ts';
import { Problem } from '#bin/running/problem.ts';
import { waitUntil } from '#bin/running/process.ts';
import { keptSecret } from '#bin/running/secrets.ts';
import { type Account, runAs } from './account.ts';
import { type Binaries, majorVersion } from './binaries.ts';
import { readPostmaster, stopOrphan, stopPostmaster } from './postmaster.ts';
import { settings } from './settings.ts';

const owner = 'gatehouse';

export type Cluster = {
  /** The owner's connection to this database of the cluster. */
  url: (database: string) => string;
  pid: number;
  /** Resolves when Postgres has ended, asked or not. */
  ended: Promise<void>;
  stop: () => Promise<void>;
};

export type ClusterOptions = {
  /** The folder in which the data directory `postgres`, its log and its password are kept. */
  folder: string;
  binaries: Binaries;
  account: Account | null;
  /** False gives up safety against a crash for speed: only for databases that are thrown away. */
  durable: boolean;
};

/**
 * Starts Postgres, making its data directory the first time, and returns when it accepts connections; after a crash
 * that is when it has recovered. Throws a Problem for a data directory of another major version, a full disk, and
 * whatever else Postgres gives as its reason.
 */
export async function startCluster({ folder, binaries, account, durable }: ClusterOptions): Promise<Cluster> {
  const directory = join(folder, 'postgres');
  const password = keptSecret(folder, 'postgres-password');
  refuseOtherVersion(directory, binaries);
  await stopOrphan(directory);
  if (!existsSync(join(directory, 'PG_VERSION'))) initialise(directory, password, { folder, binaries, account, durable });
  const port = await keptPort(folder);
  const { pid, ended } = await launch(directory, port, { folder, binaries, account, durable });
  return {
    pid,
    ended,
    url: (database) => `postgresql://${owner}:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await stopPostmaster(pid);
      await ended;
    },
  };
}

function refuseOtherVersion(directory: string, binaries: Binaries): void {
  const file = join(directory, 'PG_VERSION');
  if (!existsSync(file)) return;
  const found = readFileSync(file, 'utf8').trim();
  const expected = majorVersion(binaries);
  if (found === expected) return;
  throw new Problem(
    `The data in ${directory} belong to PostgreSQL ${found || 'of an unknown version'}, and this Gatehouse brings PostgreSQL ${expected}. Start the Gatehouse that made them, export or dump there, and load into a new folder (GATEHOUSE_DATA_DIR); or run a PostgreSQL ${found} on them and set DATABASE_URL.`,
  );
}

/** The data directory is made beside its place and moved there when whole, so that an interrupted start leaves none. */
function initialise(directory: string, password: string, { folder, binaries, account, durable }: ClusterOptions): void {
  if (existsSync(directory))
    throw new Problem(
      `${directory} is not a PostgreSQL data directory (PG_VERSION is missing). Restore it from a backup, or move it away and start again.`,
    );
  const partial = join(folder, 'postgres.partial');
  const passwordFile = join(folder, 'initdb-password');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = [`--username=${owner}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const parameters = [`--pgdata=${partial}`, ...access, ...locale, ...(durable ? ['--data-checksums'] : ['--no-sync'])];
    const made = spawnSync(binaries.initdb, parameters, { ...runAs(account), cwd: '/', encoding: 'utf8' });
    if (made.error) throw made.error;
    if (made.status !== 0) throw new Problem(`PostgreSQL could not make its data directory in ${folder}: ${reason(made.stderr)}`);
    renameSync(partial, directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** The port of the last start when it is free, so that tools pointed at the database keep working. */
async function keptPort(folder: string): Promise<number> {
  const file = join(folder, 'postgres-port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  const port = await freePort(Number.isInteger(last) && last > 0 && last < 65_536 ? last : undefined);
  if (port !== last) writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}

/** Postgres gets a session of its own, so that Ctrl-C reaches it only through us, after the server has finished. */
async function launch(directory: string, port: number, options: ClusterOptions): Promise<{ pid: number; ended: Promise<void> }> {
  const log = join(options.folder, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const descriptor = openSync(log, 'w', 0o600);
    const child = spawn(options.binaries.postgres, ['-D', directory, ...settings(port, options.durable)], {
      ...runAs(options.account),
      cwd: '/',
      detached: true,
      stdio: ['ignore', descriptor, descriptor],
    });
    closeSync(descriptor);
    let failure: Error | undefined;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        failure = error;
        resolve();
      });
    });
    let over = false;
    void ended.then(() => {
      over = true;
    });
    const ready = () => readPostmaster(directory)?.ready === true && readPostmaster(directory)?.pid === child.pid;
    if (!(await waitUntil(() => over || ready(), 600_000)))
      throw new Problem(`PostgreSQL did not become ready within ten minutes; its log is ${log}.`);
    if (!over && child.pid) return { pid: child.pid, ended };
    if (failure) throw failure;
    const why = reason(readFileSync(log, 'utf8'));
    // After a kill -9 of the postmaster its sessions need a moment to notice and let go of the shared memory.
    if (!/shared memory block|Address already in use|lock file .* already exists/.test(why) || attempt === 40)
      throw new Problem(`PostgreSQL did not start: ${why} Its log is ${log}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What Postgres says was wrong, without its time stamps. */
function reason(output: string): string {
  const lines = output.split('\n').filter((line) => /(FATAL|PANIC|ERROR|HINT|error|fatal):/.test(line));
  const told = lines.map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR|HINT|error|fatal): +/, ''));
  return told.length > 0 ? `${told.join(' ').replace(/[^.]$/, '$&.')}` : output.trim().split('\n').slice(-3).join(' ');
}
