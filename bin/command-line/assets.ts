/** `gatehouse assets list|show|import|export`. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { Input, Output } from '#lib/client.ts';
import type { Connection } from './connection.ts';
import { command, connectionOf, type Shared, wholeNumber } from './context.ts';
import { assetIdOf } from './finding.ts';
import { importFile } from './importing.ts';
import { note, printFacts, printJson, printTable } from './output.ts';
import { ask, download } from './requests.ts';

type Filter = Pick<Input<'GET /assets'>, 'q' | 'team' | 'kind' | 'stage' | 'level' | 'tag' | 'signal' | 'status' | 'sort'>;
type Row = Output<'GET /assets'>['rows'][number];

const several = '; several values, separated by commas, mean any of them';

function filtered(made: Command): Command {
  return made
    .option('--q <text>', 'words in name, key, description, tags or owner')
    .option('--team <keys>', `teams${several}`)
    .option('--kind <kinds>', `dataset, model, pipeline, infrastructure, repository${several}`)
    .option('--stage <stages>', `collect, validate, develop, deploy, monitor, change${several}`)
    .option('--level <levels>', `levels of risk, such as high,critical${several}`)
    .option('--tag <tags>', `tags${several}`)
    .option('--signal <severity>', 'with an open signal of this severity at least, or none')
    .option('--status <status>', 'active (when left out), retired, or both')
    .option('--sort <column>', 'a column; a minus before it turns the order round');
}

const filterOf = ({ q, team, kind, stage, level, tag, signal, status, sort }: Filter): Filter => ({
  ...{ q, team, kind, stage, level, tag, signal, status, sort },
});

/** As many rows as were asked for, page by page. */
async function rowsOf(connection: Connection, filter: Filter, most: number): Promise<{ rows: Row[]; more: boolean }> {
  const rows: Row[] = [];
  for (let after: string | undefined; ; ) {
    const page = await ask(connection, 'GET /assets', { ...filter, after, limit: Math.min(200, most - rows.length) });
    rows.push(...page.rows);
    if (!page.next || rows.length >= most) return { rows, more: page.next !== null };
    after = page.next;
  }
}

async function list(options: Shared & Filter & { limit: number }): Promise<void> {
  const { rows, more } = await rowsOf(await connectionOf(options), filterOf(options), options.limit);
  if (options.json) printJson(rows);
  else
    printTable(rows, [
      { title: 'Key', of: (row) => row.key },
      { title: 'Name', of: (row) => row.name },
      { title: 'Kind', of: (row) => row.kind },
      { title: 'Team', of: (row) => row.team },
      { title: 'Stage', of: (row) => row.stage },
      { title: 'Level', of: (row) => row.level },
      { title: 'Owner', of: (row) => row.ownerName },
    ]);
  if (more) note(`There are more than these ${rows.length}: say --limit, or narrow the search.`);
}

async function show(named: string, options: Shared & { team?: string }): Promise<void> {
  const connection = await connectionOf(options);
  const id = await assetIdOf(connection, named, options.team);
  const [asset, versions] = await Promise.all([
    ask(connection, 'GET /assets/{id}', { id }),
    ask(connection, 'GET /assets/{id}/versions', { id }),
  ]);
  if (options.json) return printJson({ ...asset, versions: versions.rows });
  printFacts([
    ['Name', asset.name],
    ['Key', asset.key],
    ['Kind', asset.kind],
    ['Team', asset.team.name],
    ['Owner', asset.ownerName],
    ['Stage', asset.stage],
    ['Level', asset.level],
    ['Exposure', asset.exposure],
    ['Data class', asset.dataClass],
    ['Tags', asset.tags.join(', ')],
    ['Page', `${connection.url}/assets/${asset.id}`],
  ]);
  if (versions.rows.length === 0) return;
  process.stdout.write('\n');
  printTable(versions.rows, [
    { title: 'Version', of: (row) => row.label },
    { title: 'Root digest', of: (row) => row.rootDigest },
    { title: 'Files', of: (row) => row.fileCount },
    { title: 'Registered', of: (row) => row.registeredAt },
  ]);
}

type ExportFormat = Input<'GET /assets/export'>['format'];

/** A file is written whole or not at all. */
async function exportAssets(options: Shared & Filter & { format: ExportFormat; output?: string }): Promise<void> {
  const { limit: _all, ...filter } = { limit: 0, ...filterOf(options) };
  const input = { ...filter, format: options.format } as Input<'GET /assets/export'>;
  const answer = await download(await connectionOf(options), 'GET /assets/export', input);
  if (!options.output) return pipeline(answer, process.stdout, { end: false });
  const partial = `${options.output}.${process.pid}.partial`;
  try {
    await pipeline(answer, createWriteStream(partial));
    await rename(partial, options.output);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  note(`Written to ${options.output}.`);
}

export function assetCommands(): Command {
  return new Command('assets')
    .description('list, show, import and export assets')
    .addCommand(
      filtered(command('list', 'list assets', ['assets list --kind model --level high,critical', 'assets list --q "fraud scorer" --json']))
        .option('--limit <count>', 'at most so many', wholeNumber('--limit', 1, 100_000), 50)
        .action(list),
    )
    .addCommand(
      command('show', 'show an asset and its versions', ['assets show fraud-scorer', 'assets show fraud-scorer --team fraud --json'])
        .argument('<asset>', 'its key or id')
        .option('--team <key>', 'the team, where several have an asset of this key')
        .action(show),
    )
    .addCommand(
      command('import', 'read a file (CycloneDX, SPDX, CSV or an export) into a team; shows what it would do, and does it with --apply', [
        'assets import bom.json --team fraud',
        'assets import bom.json --team fraud --apply',
      ])
        .argument('<file>', 'the file')
        .requiredOption('--team <key>', 'whose assets these are')
        .option('--apply', 'apply it, all of it or nothing, unless something is rejected or to be decided')
        .option('--partly', 'with --apply: leave out what is rejected')
        .action(async (file: string, options: Shared & { team: string; apply?: boolean; partly?: boolean }) =>
          importFile(await connectionOf(options), { ...options, file, name: basename(file), body: () => createReadStream(file) }),
        ),
    )
    .addCommand(
      filtered(
        command('export', 'export assets', [
          'assets export --format cyclonedx --output bom.json',
          'assets export --kind model > models.csv',
        ]),
      )
        .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'json', 'cyclonedx']).default('csv'))
        .option('-o, --output <file>', 'where to; standard output when left out')
        .action(exportAssets),
    );
}
