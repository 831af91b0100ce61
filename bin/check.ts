/** `npm run check`: types, lint, architecture and unit tests. No database, no browser, seconds. */
import { stopWith } from './running/problem.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';
import { checks } from './testing/checks.ts';
import { summaryLine, total } from './testing/results.ts';

async function check(): Promise<number> {
  await install();
  await generate();
  const results = await checks();
  console.log(`\n${summaryLine(total(results))}`);
  return total(results).failed === 0 ? 0 : 1;
}

check().then((code) => process.exit(code), stopWith);
