/** The list page in a browser, against the bare page: JavaScript, time until rows are seen, and how long the main thread is blocked. */
import { type Browser, chromium } from '@playwright/test';
import lighthouse, { desktopConfig, type Flags } from 'lighthouse';
import { freePort } from '#bin/running/port.ts';
import { Problem } from '#bin/running/problem.ts';
import { browser as browserPath } from '#bin/setup/browser.ts';
import { undoLater } from './clean-up.ts';
import type { Inventory } from './inventory.ts';
import { asReference, type Measured, report, tell } from './results.ts';
import type { Served } from './servers.ts';

const flags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];
const loads = 9;
const audits = 3;

type Page = { rows: number; url: string; token?: string };
type Load = { kilobytes: number; visible: number };

/** Measures the bare page, then the list at each size. */
export async function measureBrowser(places: readonly (Inventory & { server: Served })[], bare: Served): Promise<void> {
  const executablePath = await browserPath();
  const opened = await chromium.launch({ executablePath, args: flags });
  undoLater(() => opened.close());
  const pages: Page[] = [{ rows: 50, url: bare.url }];
  for (const { rows, server, tokens } of places) pages.push({ rows, url: `${server.publicUrl}/assets`, token: tokens.lead });
  const found: Load[][] = pages.map(() => []);
  // In turn, so that a busy moment burdens all of them.
  for (let at = 0; at < loads; at += 1) for (const [which, page] of pages.entries()) found[which]?.push(await load(opened, page));
  await opened.close();
  compare(
    'browser.script',
    'kB',
    pages,
    found.map((each) => each.map((one) => one.kilobytes)),
  );
  compare(
    'browser.visible',
    'ms',
    pages,
    found.map((each) => each.map((one) => one.visible)),
  );
  const blocked: number[][] = [];
  for (const page of pages) blocked.push(await blocking(executablePath, page));
  compare('browser.blocking', 'ms', pages, blocked);
}

function compare(name: string, unit: string, pages: readonly Page[], samples: readonly number[][]): void {
  const measured = pages.map(
    ({ rows, token }, at): Measured => ({ name: token ? name : `${name}.bare`, rows, clients: 1, samples: samples[at] ?? [], unit }),
  );
  for (const [at, each] of measured.entries()) report(each, at > 0 && measured[0] ? [asReference(measured[0])] : []);
  tell(`${name}: ${measured.map((each) => each.samples.map((sample) => sample.toFixed(0)).join(' ')).join(' · ')} ${unit}`);
}

const cookieOf = ({ url, token }: Page) => (token ? [{ name: 'gatehouse-session', value: token, url }] : []);

/** One load with an empty cache: compressed script up to the load event, and when the first row was drawn, in milliseconds. */
async function load(opened: Browser, page: Page): Promise<Load> {
  const context = await opened.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    await context.addCookies(cookieOf(page));
    const tab = await context.newPage();
    await tab.addInitScript(() => {
      const look = () => {
        const row = document.querySelector('tr[data-row]');
        if (row && row.getBoundingClientRect().height > 0) requestAnimationFrame(() => performance.mark('rows'));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const sizes: Promise<number>[] = [];
    let loaded = false;
    tab.on('requestfinished', (request) => {
      if (request.resourceType() === 'script' && !loaded) sizes.push(request.sizes().then((each) => each.responseBodySize));
    });
    await tab.goto(page.url, { waitUntil: 'load' });
    loaded = true;
    await tab.waitForFunction(() => performance.getEntriesByName('rows').length > 0);
    const visible = await tab.evaluate(() => performance.getEntriesByName('rows')[0]?.startTime ?? Number.NaN);
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    return { kilobytes: bytes / 1000, visible };
  } finally {
    await context.close();
  }
}

/** Total blocking time by Lighthouse's desktop profile, in milliseconds. */
async function blocking(executablePath: string, page: Page): Promise<number[]> {
  const port = await freePort();
  const chrome = await chromium.launch({ executablePath, args: [...flags, `--remote-debugging-port=${port}`] });
  undoLater(() => chrome.close());
  try {
    const found: number[] = [];
    for (let at = 0; at < audits; at += 1) {
      const extraHeaders = page.token ? { Cookie: `gatehouse-session=${page.token}` } : undefined;
      const options: Flags = { port, output: 'json', logLevel: 'silent', onlyAudits: ['total-blocking-time'], extraHeaders };
      const result = await lighthouse(page.url, options, desktopConfig);
      const audit = result?.lhr.audits['total-blocking-time'];
      if (audit?.numericValue !== undefined) found.push(audit.numericValue);
      else
        tell(`Lighthouse could not measure ${page.url}: ${audit?.errorMessage ?? result?.lhr.runtimeError?.message ?? 'no reason given'}`);
    }
    if (found.length === 0) throw new Problem(`Lighthouse could not measure ${page.url} in ${audits} attempts; the reasons stand above.`);
    return found;
  } finally {
    await chrome.close();
  }
}
