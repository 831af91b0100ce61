/** `npm run e2e -- FILES`: the browser tests alone, with whatever options Playwright takes. */
import { stopWith } from './running/problem.ts';
import { browser } from './setup/browser.ts';
import { build } from './setup/build.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

async function run(): Promise<number> {
  await install();
  await generate();
  await build();
  const { endToEnd } = await import('./testing/end-to-end.ts');
  const { summaryLine } = await import('./testing/results.ts');
  const counts = await endToEnd(await browser(), process.argv.slice(2));
  console.log(`\n${summaryLine(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}

run().then((code) => process.exit(code), stopWith);
