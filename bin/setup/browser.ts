/** A Chromium for the browser tests: one that is on the machine, else Playwright's, else Debian's package. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem } from '#bin/running/problem.ts';
import { checkout } from './checkout.ts';
import { run } from './run.ts';
import { step } from './steps.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/Applications/Google Chrome.app/Contents/MacOS'];

/** The path of a browser on this machine, or undefined. E2E_CHROMIUM names one; Playwright's own counts once installed. */
export async function findBrowser(): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...elsewhere];
  const candidates = [...names, 'Google Chrome'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [process.env.E2E_CHROMIUM ?? '', ...candidates].find((path) => path !== '' && existsSync(path));
  return found ?? (await installedByPlaywright());
}

async function installedByPlaywright(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** Finds a browser or gets one, and returns its path. Throws a Problem when every way is closed. */
export async function browser(): Promise<string> {
  await step('Browser', getBrowser, async () => (await findBrowser()) !== undefined);
  const path = await findBrowser();
  if (path) return path;
  throw new Problem(
    'There is no Chromium for the browser tests. Install one (Debian: apt-get install chromium), or name it with E2E_CHROMIUM.',
  );
}

async function getBrowser(): Promise<string> {
  const playwright = spawnSync(join(checkout, 'node_modules', '.bin', 'playwright'), ['install', 'chromium'], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (playwright.status === 0 && (await findBrowser())) return 'by Playwright';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return 'none could be downloaded';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('Updating the package list', 'apt-get', ['update', '-q'], { cwd: '/', env });
  await run('Installing Chromium', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { cwd: '/', env });
  return 'from Debian';
}
