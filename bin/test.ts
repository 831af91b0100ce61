/** `npm test`: everything that proves Gatehouse, with its own set-up. Later parts run even when earlier ones fail. */
import { sentence, stopWith } from './running/problem.ts';
import { browser } from './setup/browser.ts';
import { build } from './setup/build.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';
import { checks, vitest } from './testing/checks.ts';
import { type Counts, none, summaryLine, total } from './testing/results.ts';
import { heading } from './testing/run-shown.ts';

async function test(): Promise<number> {
  // What a person set for their own Gatehouse must not reach the tests, least of all their database.
  for (const name of Object.keys(process.env)) if (/^(DATABASE_|GATEHOUSE_(?!NODE|DEBUG)|PORT$)/.test(name)) delete process.env[name];
  await install();
  await generate();
  const chromium = await browser();
  const results: Counts[] = [];
  results.push(...(await checks()));
  heading('Database tests');
  results.push(await vitest('database'));
  heading('Browser tests');
  results.push(
    await part(async () => {
      await build();
      return none;
    }),
  );
  results.push(await part(async () => (await import('./testing/end-to-end.ts')).endToEnd(chromium)));
  const sum = total(results);
  console.log(`\n${summaryLine(sum)}`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

/** What could not run at all counts as one failure, with its reason. */
async function part(work: () => Promise<Counts>): Promise<Counts> {
  try {
    return await work();
  } catch (error) {
    console.error(`✗ ${sentence(error)}`);
    return { ...none, failed: 1 };
  }
}

test().then((code) => process.exit(code), stopWith);
