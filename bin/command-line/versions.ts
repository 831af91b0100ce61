/** `gatehouse versions register`. */
import { Readable } from 'node:stream';
import { Command, Option } from 'commander';
import type { Input } from '#lib/client.ts';
import type { Connection } from './connection.ts';
import { command, connectionOf, type Shared } from './context.ts';
import { Refusal } from './failure.ts';
import { hashFiles } from './files.ts';
import { assetIdOf } from './finding.ts';
import { note, printFacts, printJson } from './output.ts';
import { ask, sendFile } from './requests.ts';

type New = Input<'POST /assets/{id}/versions'>;
type Options = Shared & { team?: string; dryRun?: boolean } & Pick<New, 'location' | 'purl' | 'signature'>;

/** What is larger goes by the way for large manifests: the other door takes JSON up to 8 MiB. */
const mostFilesAtOnce = 20_000;

async function register(asset: string, label: string, paths: string[], options: Options): Promise<void> {
  const { files, bytes, rootDigest } = await hashFiles(paths);
  const told = { label, rootDigest, files: files.length, bytes };
  if (options.dryRun) return options.json ? printJson(told) : printNew(told, 'Nothing is registered: this was a dry run.');
  const connection = await connectionOf(options);
  const id = await assetIdOf(connection, asset, options.team);
  const { location, purl, signature } = options;
  const version = { label, files, location, purl, signature };
  const send = () =>
    files.length > mostFilesAtOnce
      ? sendFile(connection, 'POST /assets/{id}/versions/large', { id }, Readable.from([JSON.stringify(version)]))
      : ask(connection, 'POST /assets/{id}/versions', { id, ...version });
  const there = (error: unknown) => whetherThere(connection, id, told, error);
  const registered = await send().then((made) => ({ ...made, already: false }), there);
  if (options.json) printJson({ ...told, ...registered });
  else
    printNew(
      told,
      registered.already ? 'It is registered already, with these very files.' : 'Registered. The files themselves stayed here.',
    );
}

/** A build that runs again registers nothing new: what stands under this label with these very files is what was asked for. */
async function whetherThere(
  connection: Connection,
  id: string,
  { label, rootDigest }: { label: string; rootDigest: string },
  error: unknown,
) {
  if (!(error instanceof Refusal) || !error.fields.label) throw error;
  const { rows } = await ask(connection, 'GET /assets/{id}/versions', { id });
  const same = rows.find((row) => row.label === label && row.rootDigest === rootDigest);
  if (!same) throw error;
  return { id: same.id, already: true };
}

function printNew(told: { label: string; rootDigest: string; files: number; bytes: number }, sentence: string): void {
  printFacts([
    ['Version', told.label],
    ['Root digest', told.rootDigest],
    ['Files', told.files],
    ['Bytes', told.bytes],
  ]);
  note(sentence);
}

export function versionCommands(): Command {
  return new Command('versions').description('register versions of assets').addCommand(
    command('register', 'hash files here and register them as a version; only names, sizes and digests are sent', [
      'versions register fraud-scorer 2.4.0 ./model',
      'versions register fraud-scorer 2.4.0 model.safetensors config.json --signature verified',
      'versions register fraud-scorer 2.4.0 ./model --dry-run --json',
    ])
      .argument('<asset>', 'its key or id')
      .argument('<label>', 'what the version is called')
      .argument('<paths...>', 'files, or folders with all that is in them')
      .option('--team <key>', 'the team, where several have an asset of this key')
      .option('--location <text>', 'where it lies: a URL, a path, an image reference')
      .option('--purl <purl>', 'its package URL')
      .addOption(new Option('--signature <state>', 'of its signature').choices(['unknown', 'unsigned', 'unverified', 'verified']))
      .option('--dry-run', 'hash, and register nothing')
      .action(register),
  );
}
