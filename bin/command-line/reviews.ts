/** `gatehouse reviews list|request`. */
import { Command, Option } from 'commander';
import { stages } from '#lib/assets/rules.ts';
import type { Input } from '#lib/client.ts';
import type { Connection } from './connection.ts';
import { command, connectionOf, type Shared, wholeNumber } from './context.ts';
import { Failure } from './failure.ts';
import { assetIdOf } from './finding.ts';
import { note, printJson, printTable, say } from './output.ts';
import { ask } from './requests.ts';

type Filter = Pick<Input<'GET /reviews'>, 'q' | 'status' | 'subject' | 'team' | 'reviewer' | 'requester' | 'overdue' | 'due' | 'limit'>;

async function list(options: Shared & Filter): Promise<void> {
  const { q, status, subject, team, reviewer, requester, overdue, due, limit } = options;
  const connection = await connectionOf(options);
  const { rows, next } = await ask(connection, 'GET /reviews', { q, status, subject, team, reviewer, requester, overdue, due, limit });
  if (options.json) printJson(rows);
  else
    printTable(rows, [
      { title: 'Due', of: (row) => row.dueAt.slice(0, 10) },
      { title: 'Status', of: (row) => (row.overdue ? `${row.status}, overdue` : row.status) },
      { title: 'Title', of: (row) => row.title },
      { title: 'Team', of: (row) => row.teamName },
      { title: 'Reviewers', of: (row) => row.reviewers.join(', ') },
      { title: 'Approvals', of: (row) => `${row.approvals} of ${row.quorum}` },
      { title: 'Id', of: (row) => row.id },
    ]);
  if (next) note(`There are more than these ${rows.length}: say --limit, or narrow the search.`);
}

type Asked = Shared & {
  asset: string;
  team?: string;
  template: string;
  subject: 'version' | 'dataset' | 'transition' | 'change';
  stage?: (typeof stages)[number];
  digest?: string;
  base?: string;
  reason?: string;
  due?: string;
};

/** The version of an asset that has this root digest or label. */
async function versionIdOf(connection: Connection, id: string, named: string): Promise<string> {
  const wanted = named.replace(/^sha256:/i, '').toLowerCase();
  const { rows } = await ask(connection, 'GET /assets/{id}/versions', { id });
  // A version may be called like another's digest.
  const found = rows.find((row) => row.rootDigest === wanted) ?? rows.find((row) => row.label === named);
  if (!found) throw new Failure(`No version of this asset has the label or root digest "${named}".`);
  return found.id;
}

async function aboutOf(
  connection: Connection,
  { asset, team, subject, stage, digest, base }: Asked,
): Promise<Input<'POST /reviews'>['about']> {
  const assetId = await assetIdOf(connection, asset, team);
  const versionId = digest ? await versionIdOf(connection, assetId, digest) : undefined;
  if (subject === 'transition') {
    if (!stage) throw new Failure('To which stage? Say --stage.');
    return { subject, assetId, stage, versionId };
  }
  if (subject !== 'change') return { subject, assetId, versionId };
  if (!versionId || !base) throw new Failure('A change is of two versions: say --digest and --base.');
  return { subject, assetId, versionId, baseVersionId: await versionIdOf(connection, assetId, base) };
}

async function request(options: Asked): Promise<void> {
  const connection = await connectionOf(options);
  const { template, reason, due } = options;
  const review = await ask(connection, 'POST /reviews', { about: await aboutOf(connection, options), template, reason, due });
  if (options.json) printJson(review);
  else say(`${connection.url}/reviews/${review.id}`);
}

export function reviewCommands(): Command {
  return new Command('reviews')
    .description('list and request reviews')
    .addCommand(
      command('list', 'list reviews', ['reviews list --reviewer me --status open', 'reviews list --overdue yes --json'])
        .option('--q <text>', 'words in the title or the asset’s name')
        .option('--status <states>', 'open, approved, conditions, changes, rejected, withdrawn, stale; several, separated by commas')
        .option('--subject <subjects>', 'version, transition, acceptance, change, access, dataset')
        .option('--team <keys>', 'teams')
        .option('--reviewer <who>', 'me, pool, none, or ids of people')
        .option('--requester <who>', 'me, or ids of people')
        .addOption(new Option('--overdue <word>', 'open past its day').choices(['yes', 'no']))
        .option('--due <day>', 'due by then: a day, or 7d for within seven days')
        .option('--limit <count>', 'at most so many', wholeNumber('--limit', 1, 200), 50)
        .action(list),
    )
    .addCommand(
      command('request', 'ask for a review; prints its page', [
        'reviews request --asset fraud-scorer --template model-release',
        'reviews request --asset fraud-scorer --subject transition --stage deploy --template transition-deploy --digest sha256:9f86d0…',
      ])
        .requiredOption('--asset <asset>', 'its key or id')
        .requiredOption('--template <key>', 'by which template')
        .option('--team <key>', 'the team, where several have an asset of this key')
        .addOption(
          new Option('--subject <subject>', 'what it is about').choices(['version', 'dataset', 'transition', 'change']).default('version'),
        )
        .addOption(new Option('--stage <stage>', 'of a transition: where to').choices(stages))
        .option('--digest <version>', 'root digest or label of the version; the newest when left out')
        .option('--base <version>', 'of a change: the version that it is compared with')
        .option('--reason <text>', 'why')
        .option('--due <day>', 'until when; as the template says, when left out')
        .action(request),
    );
}
