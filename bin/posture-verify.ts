/**
 * `npm run posture:verify`: reckons every risk and level anew from what people entered, and names what is stored otherwise. Exit code 0: all is as it
 * must be, 1: something differs, 2: it could not be checked.
 */
import { Console } from 'node:console';
import { parseArgs } from 'node:util';
import type { Difference } from '#lib/risks/posture/verification/queries.ts';
import { sentence } from './running/problem.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

const help = `Reckons every risk, every asset's levels and the counts of both anew, and names what is stored otherwise.

  npm run posture:verify

  --most N   name at most so many differences (100); all are counted
  --json     the differences and the verdict as JSON, one object a line

Exit code: 0 all is as it must be, 1 something differs, 2 it could not be checked.`;

// Standard output belongs to the verdict; what the steps of a start say goes beside it.
const out = globalThis.console;
globalThis.console = new Console(process.stderr, process.stderr);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      most: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    out.log(help);
    return 0;
  }
  await install();
  await generate();
  const { withOwner } = await import('./running/owner.ts');
  const { withClient } = await import('./running/database.ts');
  const { verifyPosture } = await import('#lib/risks/posture/verification/queries.ts');
  let told = 0;
  const tell = (difference: Difference) => {
    told += 1;
    if (told > Number(values.most)) return;
    const { of, field, stored, computed } = difference;
    out.log(values.json ? JSON.stringify(difference) : `✗ ${of}: ${field} is ${shown(stored)}, and must be ${shown(computed)}`);
  };
  const verdict = await withOwner((ownerUrl) =>
    withClient(ownerUrl, async (client) => {
      await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL app.every_team = 'on'");
      return verifyPosture({ rows: async (query) => (await client.query(query.text, query.values)).rows }, new Date(), tell);
    }),
  );
  if (values.json) out.log(JSON.stringify(verdict));
  else {
    const counted = `${verdict.assets} assets and ${verdict.risks} risks`;
    out.log(verdict.differences === 0 ? `✓ All is as it must be: ${counted}.` : `✗ ${verdict.differences} differences in ${counted}.`);
    if (verdict.waiting > 0) out.log(`  ${verdict.waiting} assets wait to be settled and were not held against it.`);
  }
  return verdict.differences === 0 ? 0 : 1;
}

const shown = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`✗ It could not be checked: ${sentence(error)}`);
    process.exit(2);
  },
);
