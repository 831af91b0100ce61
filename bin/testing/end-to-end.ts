import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '#bin/running/database.ts';
import { freePort } from '#bin/running/port.ts';
import { prepareDatabase, serve } from '#bin/running/serve.ts';
import { standaloneFolder } from '#bin/setup/build.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { parseSettings } from '#lib/platform/env.ts';
import { seedDemonstration } from '#prisma/seed.ts';
import { type Counts, countsOf, playwrightCounts } from './results.ts';
import { runShown, tool } from './run-shown.ts';
import { throwawayCluster } from './throwaway.ts';

/**
 * Runs Playwright against the built server with a seeded database of its own. The tests get E2E_BASE_URL and, to arrange
 * people and rows, the owner's connection as E2E_OWNER_URL.
 */
export async function endToEnd(chromium: string, parameters: string[] = []): Promise<Counts> {
  const reports = await mkdtemp(join(tmpdir(), 'gatehouse-report-'));
  const cluster = await throwawayCluster();
  try {
    await createDatabase(cluster, 'gatehouse');
    const ownerUrl = cluster.url('gatehouse');
    const secret = 'a secret that only the browser tests know';
    const { applicationUrl } = await prepareDatabase(ownerUrl, secret);
    await seedDemonstration(ownerUrl);
    const port = await freePort();
    const publicUrl = `http://localhost:${port}`;
    const settings = parseSettings({ LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' });
    process.env.LOG_LEVEL ??= 'warn';
    const guard = join(checkout, 'bin', 'running', 'server-guard.mjs');
    const server = await serve({ folder: standaloneFolder, guard, settings, port, secret, applicationUrl, publicUrl });
    try {
      const report = join(reports, 'playwright.json');
      const env = { E2E_BASE_URL: publicUrl, E2E_OWNER_URL: ownerUrl, E2E_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
      const code = await runShown(tool('playwright'), ['test', ...parameters], env);
      return await countsOf(report, playwrightCounts, code);
    } finally {
      await server.stop();
    }
  } finally {
    await cluster.stop();
    await rm(reports, { recursive: true, force: true });
  }
}
