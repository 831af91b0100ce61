import { defineConfig } from '@playwright/test';
import { findBrowser } from '#bin/setup/browser.ts';

const baseURL = process.env.E2E_BASE_URL;
if (!baseURL) throw new Error('The browser tests need a server with a database of its own: run `npm run e2e -- FILES`, which starts both.');

// Quiet on a closed network; QUIC off, because some gateways drop it.
const flags = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Generous, for a slow machine is no failure; what is too slow is measured by the bench.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: 2,
  // A journey crosses a browser, a server and a database on a machine that others use: the summary tells of what took a second attempt.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    baseURL,
    locale: 'en-GB',
    timezoneId: 'Pacific/Chatham',
    trace: 'retain-on-first-failure',
    launchOptions: { executablePath: await findBrowser(), args: process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags },
  },
});
