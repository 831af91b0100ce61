/** `gatehouse audit verify`: an exported log, checked without a server. */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { answerIsNo, command } from './context.ts';
import { Failure } from './failure.ts';
import { note, plain, printJson, say } from './output.ts';

type Options = { key?: string[]; checkpoints?: string; json?: boolean };

async function verify(file: string, options: Options): Promise<void> {
  if (!options.key) throw new Failure('Give the public key with --key: a file cannot vouch for itself.');
  const { publicKeyFrom, keysById } = await import('#lib/access/audit/keys.ts');
  const { readWitness } = await import('#lib/access/audit/witness.ts');
  const { verifyExport } = await import('#lib/access/audit/verify-export.ts');
  const keys = await Promise.all(options.key.map(async (each) => publicKeyFrom(await readFile(each, 'utf8'))));
  const verdict = await verifyExport(file, keysById(keys), options.checkpoints ? await readWitness(options.checkpoints) : []);
  if (options.json) printJson(verdict);
  else {
    say(
      verdict.ok
        ? `✓ The audit log is whole: ${verdict.rows} rows up to row ${verdict.seq}, ${verdict.checkpoints} checkpoints.`
        : `✗ ${plain(verdict.problem?.text ?? '')}`,
    );
    for (const each of verdict.notes) note(plain(each));
  }
  if (!verdict.ok) answerIsNo();
}

export function auditCommands(): Command {
  return new Command('audit')
    .description('verify exported audit logs')
    .addCommand(
      command('verify', 'check an exported audit log offline: exit code 0 it is whole, 1 it is broken, 2 it could not be checked', [
        'audit verify export.jsonl --key public.pem',
        'audit verify export.jsonl --key public.pem --checkpoints witness.jsonl',
      ])
        .argument('<file>', 'the export (JSONL)')
        .option('--key <files...>', 'public keys (PEM, or the base64 that the audit log’s page shows)')
        .option('--checkpoints <file>', 'checkpoints that a witness kept, to find a cut tail or a rewritten log')
        .action(verify),
    );
}
