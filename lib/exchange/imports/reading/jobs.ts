/** The job that reads an import's file into rows and finds out what each would do. */
import type pg from 'pg';
import { actingUser } from '#lib/access/acting-user.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { connect, read } from '#lib/platform/database.ts';
import type { Run } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { readCsvHead } from '../../read/csv-head.ts';
import { detectFormat, documentOf } from '../../read/detect-format.ts';
import { readFile } from '../../read/read-file.ts';
import { UnreadableFile } from '../../read/unreadable-file.ts';
import { type CsvMapping, missingInMapping } from '../../rules.ts';
import type { Format } from '../../schema.ts';
import { readChunks } from '../chunks/commands.ts';
import { type Matching, matchRows, noteAdditions } from '../matching/commands.ts';
import { findDuplicates } from '../matching/duplicates/commands.ts';
import { keepRows } from '../matching/kept/commands.ts';
import { countMatched } from '../matching/queries.ts';
import { matchRelations } from '../matching/relations/commands.ts';
import { CsvMappingInput, type CsvSample, type ImportSummary } from '../schema.ts';
import { Staging } from '../staging/commands.ts';
import { jsonText } from '../staging/rules.ts';
import { moveOn, progressed, recordOn, Superseded } from '../state/commands.ts';
import { findStored, type StoredImport, writableKinds } from '../state/queries.ts';
import { beginScript } from '../state/sql.ts';
import { headerDigest } from './rules.ts';

const wentWrong =
  'Something went wrong on our side while the file was read. Nothing was changed; start it again, and if it stays so, tell your administrator.';
const noRights = 'Whoever started this import may no longer import into this team. Nothing was changed.';

/**
 * Reads the file of an import and leaves it at `mapping` or `preview`, or `failed` with a sentence. Started twice, the second run finds
 * nothing to do; killed, the next run starts from the beginning.
 */
export async function readImport({ ids, lastAttempt }: Pick<Run, 'ids' | 'lastAttempt'>): Promise<void> {
  const stored = await findStored(null, String(ids['importId']));
  if (stored?.status !== 'reading') return;
  const actor = await actingUser(String(ids['actorId']), ids['tokenId']);
  if (!actor || writableKinds(actor, stored.teamId).length === 0) {
    await moveOn({ id: String(ids['actorId']) }, stored, { from: ['reading'], to: 'failed', event: 'import.failed', error: noRights });
    return;
  }
  try {
    await readInto(actor, stored);
  } catch (error) {
    if (error instanceof Superseded) return;
    const known = error instanceof UnreadableFile;
    if (!known && !lastAttempt) throw error;
    if (!known) log.error({ err: error, importId: stored.id }, 'import could not be read');
    const message = known ? error.message : wentWrong;
    const summary = { ...stored.summary, ...(known && { unreadable: true }) };
    await moveOn(actor, stored, { from: ['reading'], to: 'failed', event: 'import.failed', error: message, summary }).catch(
      ignoreSuperseded,
    );
  }
}

const ignoreSuperseded = (error: unknown) => {
  if (!(error instanceof Superseded)) throw error;
};

async function readInto(actor: Actor, stored: StoredImport): Promise<void> {
  const head = await firstBytes(actor, stored);
  const detected = detectFormat(head, stored.fileName);
  if ('refused' in detected) throw new UnreadableFile('', detected.refused);
  const { format } = detected;
  const csv = format === 'csv' ? await csvSample(actor, stored, head) : null;
  const mapping = stored.options.csvMapping ?? csv?.mapping;
  const { notice } = stored.summary;
  const summary: ImportSummary = { notes: [], ...(csv && { csv: csv.sample }), ...(notice && { notice }) };
  if (format === 'csv' && !mapping) {
    await moveOn(actor, stored, { from: ['reading'], to: 'mapping', event: 'import.mapped', summary, format });
    return;
  }
  const client = await connect();
  try {
    const document = format === 'csv' ? undefined : documentOf(head, await lastBytes(actor, stored), stored.sha256);
    await stage(client, actor, stored, { format, csvMapping: mapping, document }, summary);
  } finally {
    // The connection goes, and its temporary tables with it.
    client.release(true);
  }
}

/** The last bytes of the file: where writers that sort their keys put what it says of itself. */
async function lastBytes(actor: Actor, { id }: StoredImport): Promise<Buffer> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<{ tail: Buffer }>(Prisma.sql`
      SELECT substr(bytes, greatest(1, length(bytes) - ${64 * 1024}::int)) AS tail FROM import_chunks
      WHERE import_id = ${id}::uuid ORDER BY seq DESC LIMIT 1`),
  );
  return row?.tail ?? Buffer.alloc(0);
}

async function firstBytes(actor: Actor, stored: StoredImport): Promise<Buffer> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<{ head: Buffer }>(
      Prisma.sql`SELECT substr(bytes, 1, ${64 * 1024}::int) AS head FROM import_chunks WHERE import_id = ${stored.id}::uuid AND seq = 0`,
    ),
  );
  if (!row) throw new UnreadableFile('', 'The file of this import is no longer kept. Choose it again.');
  return row.head;
}

/** The beginning of a CSV as the person sees it, and the mapping that was remembered for its header, if that is complete. */
async function csvSample(
  actor: Actor,
  stored: StoredImport,
  head: Buffer,
): Promise<{ sample: CsvSample; mapping: CsvMapping | undefined }> {
  const { delimiter, header, rows, guesses } = readCsvHead(head);
  const [found] = await read(scopeOf(actor), (reader) =>
    reader.rows<{ mapping: unknown }>(
      Prisma.sql`SELECT mapping FROM import_mappings WHERE team_id = ${stored.teamId}::uuid AND header = ${headerDigest(header)}`,
    ),
  );
  const remembered = CsvMappingInput.safeParse(found?.mapping);
  const usable = remembered.success && remembered.data.delimiter === delimiter && missingInMapping(remembered.data).length === 0;
  const shown = rows.slice(0, 5).map((row) => row.map((cell) => (cell.length > 200 ? `${cell.slice(0, 200).toWellFormed()}…` : cell)));
  return { sample: { delimiter, header, rows: shown, guesses, remembered: usable }, mapping: usable ? remembered.data : undefined };
}

async function stage(
  client: pg.PoolClient,
  actor: Actor,
  stored: StoredImport,
  { format, csvMapping, document }: { format: Format; csvMapping: CsvMapping | undefined; document: string | undefined },
  summary: ImportSummary,
): Promise<void> {
  const staging = new Staging(client, format !== 'csv');
  await staging.begin();
  const bytes = counted(readChunks(actor, stored.id), async (done) =>
    progressed(actor, stored, 'reading', { step: 'Reading the file', done, total: stored.size, unit: 'bytes' }),
  );
  for await (const reading of readFile(format, bytes, { csvMapping, document, componentMapping: stored.options.components }))
    await staging.add(reading);
  await staging.end();
  await progressed(actor, stored, 'reading', {
    step: 'Comparing with the inventory',
    done: stored.size,
    total: stored.size,
    unit: 'bytes',
  });
  await preview(client, actor, stored, format, staging, summary);
}

/** Compares what was staged with the inventory and keeps the outcome, in one transaction. */
async function preview(
  client: pg.PoolClient,
  actor: Actor,
  stored: StoredImport,
  format: Format,
  staging: Staging,
  summary: ImportSummary,
): Promise<void> {
  const matching: Matching = {
    importId: stored.id,
    teamId: stored.teamId,
    writable: writableKinds(actor, stored.teamId),
    fillOrigin: format === 'cyclonedx' || format === 'spdx',
    counts: staging.counts,
  };
  await client.query(beginScript(actor, stored.teamId, 'import.read'));
  try {
    await client.query("SET LOCAL work_mem = '64MB'");
    const { rowCount } = await client.query("SELECT 1 FROM imports WHERE id = $1 AND status = 'reading' FOR UPDATE", [stored.id]);
    if (!rowCount) throw new Superseded(`Import ${stored.id} is not reading any more.`);
    await matchRows(client, matching);
    await matchRelations(client, matching);
    await noteAdditions(client);
    const notes = [
      ...(staging.summary?.notes ?? []),
      ...(await otherTeams(client, stored, staging)),
      ...(await findDuplicates(client, matching)),
    ];
    const counts = await countMatched(client);
    await keepRows(client, matching);
    const kept = {
      ...summary,
      notes: [...summary.notes, ...notes],
      counts,
      formatVersion: staging.summary?.version ?? null,
      ...(staging.summary?.componentTypes && { componentTypes: staging.summary.componentTypes }),
      facts: staging.summary?.facts ?? {},
    };
    await client.query(
      "UPDATE imports SET status = 'preview', format = $2, summary = $3, progress = '{}', error = NULL, finished_at = NULL, updated_at = now() WHERE id = $1",
      [stored.id, format, jsonText(kept)],
    );
    await recordOn(client, actor, stored, 'import.read', { format, ...counts.rows });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The team is the person's choice; a file that names others is told so. */
async function otherTeams(client: pg.PoolClient, { teamId }: StoredImport, { teams }: Staging): Promise<string[]> {
  const { rows } = await client.query<{ key: string; name: string }>('SELECT key, name FROM teams WHERE id = $1', [teamId]);
  const [own] = rows;
  const others = [...teams].filter((team) => team !== own?.key && team !== own?.name);
  if (others.length === 0) return [];
  return [
    `The file names the team ${others.map((team) => `"${team}"`).join(', ')}; all of it goes to ${own?.name ?? 'the team you chose'}, as you chose.`,
  ];
}

/** Passes bytes on and reports how many at most twice a second. */
async function* counted(input: AsyncIterable<Uint8Array>, report: (done: number) => Promise<void>): AsyncGenerator<Uint8Array> {
  let done = 0;
  let reported = Number.NEGATIVE_INFINITY;
  for await (const bytes of input) {
    if (performance.now() - reported > 500) {
      await report(done);
      reported = performance.now();
    }
    done += bytes.byteLength;
    yield bytes;
  }
}
