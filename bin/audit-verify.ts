/**
 * `npm run audit:verify`: checks the audit log of the database, or of an exported file, and names the first broken row. Exit code 0: whole, 1: broken,
 * 2: it could not be checked.
 */
import { Console } from 'node:console';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Problem, sentence } from './running/problem.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

const help = `Verifies the audit log and names the first broken row.

  npm run audit:verify                                   the log in the database
  npm run audit:verify -- --file export.jsonl --key public.pem
                                                         an exported file, offline, without a database

  --key FILE          a public key (PEM, or the base64 that the audit log's page shows); may be given several times.
                      For the database: beside the key of this installation
  --checkpoints FILE  checkpoints that a witness kept (GATEHOUSE_AUDIT_CHECKPOINT_FILE), to find a cut tail or a rewritten log
  --json              the verdict as JSON

Exit code: 0 the log is whole, 1 it is broken, 2 it could not be checked.`;

// Standard output belongs to the verdict; what the steps of a start say goes beside it.
const out = globalThis.console;
globalThis.console = new Console(process.stderr, process.stderr);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      key: { type: 'string', multiple: true, default: [] },
      checkpoints: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    out.log(help);
    return 0;
  }
  if (values.file && values.key.length === 0) throw new Problem('Give the public key with --key: a file cannot vouch for itself.');
  await install();
  if (!values.file) await generate();
  const { publicKeyFrom, keysById } = await import('#lib/access/audit/keys.ts');
  const { readWitness } = await import('#lib/access/audit/witness.ts');
  const given = await Promise.all(values.key.map(async (file) => publicKeyFrom(await readFile(file, 'utf8'))));
  const witness = values.checkpoints ? await readWitness(values.checkpoints) : [];
  const verdict = values.file
    ? await (await import('#lib/access/audit/verify-export.ts')).verifyExport(values.file, keysById(given), witness)
    : await verifyStored(given, witness);
  if (values.json) out.log(JSON.stringify(verdict));
  else {
    out.log(
      verdict.ok
        ? `✓ The audit log is whole: ${verdict.rows} rows up to row ${verdict.seq}, ${verdict.checkpoints} checkpoints.`
        : `✗ ${verdict.problem?.text}`,
    );
    if (verdict.problem?.eventId) out.log(`  Event ${verdict.problem.eventId}`);
    for (const note of verdict.notes) out.log(`  ${note}`);
  }
  return verdict.ok ? 0 : 1;

  async function verifyStored(more: Parameters<typeof keysById>[0], told: Awaited<ReturnType<typeof readWitness>>) {
    const { withOwner } = await import('./running/owner.ts');
    const { withClient } = await import('./running/database.ts');
    const { keptKeys } = await import('./running/audit-keys.ts');
    const { verifyDatabase } = await import('#lib/access/audit/verify-database.ts');
    return withOwner((ownerUrl) =>
      withClient(ownerUrl, async (client) => {
        const keys = keysById([...(await keptKeys()), ...more]);
        await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL app.every_team = 'on'");
        return verifyDatabase(client, { keys, now: new Date(), witness: told });
      }),
    );
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`✗ It could not be checked: ${sentence(error)}`);
    process.exit(2);
  },
);
