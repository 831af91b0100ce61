import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './checkout.ts';
import { run } from './run.ts';
import { step } from './steps.ts';

type Locked = { version?: string; optional?: boolean; peer?: boolean };

/**
 * Whether what npm noted in node_modules is what the lock file asks for. Packages for other platforms may be missing.
 * npm writes its note last, so an interrupted installation has none.
 */
export function sameInstallation(wanted: Record<string, Locked>, installed: Record<string, Locked>): boolean {
  return Object.entries(wanted).every(([path, locked]) => {
    if (path === '') return true;
    const there = installed[path];
    return there ? there.version === locked.version : locked.optional === true;
  });
}

async function packagesOf(file: string): Promise<Record<string, Locked> | null> {
  try {
    const lock: { packages?: Record<string, Locked> } = JSON.parse(await readFile(file, 'utf8'));
    return lock.packages ?? null;
  } catch {
    return null;
  }
}

async function isInstalled(): Promise<boolean> {
  const wanted = await packagesOf(join(checkout, 'package-lock.json'));
  const installed = await packagesOf(join(checkout, 'node_modules', '.package-lock.json'));
  return wanted !== null && installed !== null && sameInstallation(wanted, installed);
}

/**
 * Installs exactly what the lock file names. No package's install script runs: none is needed, since Prisma's would
 * download an engine that Gatehouse does without, and the links that Postgres wants are made by binaries.ts.
 */
export async function install(): Promise<void> {
  await step(
    'Install',
    async () => {
      const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
      await run('The installation', 'npm', ['ci', ...flags], { cwd: checkout });
      return undefined;
    },
    isInstalled,
  );
}
