/** `gatehouse gate`: may what a build has in hand be at this stage? */
import { appendFile, writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { stages } from '#lib/assets/rules.ts';
import type { Input } from '#lib/client.ts';
import { answerIsNo, command, connectionOf, type Shared } from './context.ts';
import { Failure } from './failure.ts';
import { hashFiles } from './files.ts';
import { note } from './output.ts';
import { ask } from './requests.ts';
import { verdictAsSarif } from './sarif.ts';
import { type Verdict, verdictAsMarkdown, verdictAsText } from './verdict.ts';

type Options = Shared & {
  asset: string;
  stage: Input<'GET /gates/verdict'>['stage'];
  team?: string;
  digest?: string;
  files?: string[];
  format: keyof typeof formats;
  output?: string;
  summary?: boolean;
};

const formats: Record<'text' | 'json' | 'sarif' | 'markdown', (verdict: Verdict, server: string) => string> = {
  text: verdictAsText,
  json: (verdict) => JSON.stringify(verdict, null, 2),
  sarif: (verdict, server) => JSON.stringify(verdictAsSarif(verdict, server), null, 2),
  markdown: verdictAsMarkdown,
};

async function digestOf({ digest, files }: Options): Promise<string> {
  if (digest && files) throw new Failure('Name the digest or the files, not both.');
  if (digest) return digest;
  if (files) return (await hashFiles(files)).rootDigest;
  throw new Failure('What do you have in hand? Name its root digest with --digest, or its files with --files.');
}

async function gate(options: Options): Promise<void> {
  const { asset, stage, team } = options;
  const digest = await digestOf(options);
  const connection = await connectionOf(options);
  const verdict = await ask(connection, 'GET /gates/verdict', { asset, stage, team, digest });
  const format = options.json ? 'json' : options.format;
  const written = `${formats[format](verdict, connection.url)}\n`;
  if (options.output) await writeFile(options.output, written);
  else process.stdout.write(written);
  if (options.summary) await summarise(verdict, connection.url);
  if (!verdict.passed) answerIsNo();
}

/** GitHub shows what is written to the file of this variable on the page of the run. */
async function summarise(verdict: Verdict, server: string): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) await appendFile(file, `${verdictAsMarkdown(verdict, server)}\n`);
  else note('GITHUB_STEP_SUMMARY is not set: there is no step summary to write to.');
}

export const gateCommand = (): Command =>
  command('gate', 'ask whether what a build has in hand may be at a stage: exit code 0 it may, 1 it may not, 2 it could not be asked', [
    'gate --asset fraud-scorer --stage deploy --digest sha256:9f86d0…',
    'gate --asset fraud-scorer --stage deploy --files ./model --format sarif --output gate.sarif',
    'gate --asset fraud-scorer --stage deploy --files ./model --summary',
  ])
    .requiredOption('--asset <asset>', 'its key or id')
    .addOption(new Option('--stage <stage>', 'before which stage').choices(stages).makeOptionMandatory())
    .option('--team <key>', 'the team, where several have an asset of this key')
    .option('--digest <sha256>', 'the root digest of the version')
    .option('--files <paths...>', 'its files and folders, which are hashed here')
    .addOption(new Option('--format <format>', 'of the verdict').choices(['text', 'json', 'sarif', 'markdown']).default('text'))
    .option('-o, --output <file>', 'where to; standard output when left out')
    .option('--summary', 'write it to the step summary of GitHub Actions as well')
    .action(gate);
