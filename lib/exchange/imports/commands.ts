/** What a person does with an import. Each in this order: see, may, can, do, record, tell. */
import { askerOf } from '#lib/access/acting-user.ts';
import { type Actor, can, forbidden, scopeOf } from '#lib/access/policy.ts';
import type { Upload } from '#lib/access/procedure.ts';
import type { Act } from '#lib/platform/audit.ts';
import { read } from '#lib/platform/database.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueue } from '#lib/platform/jobs.ts';
import { transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { missingInMapping } from '../rules.ts';
import { dropChunks, storeChunks } from './chunks/commands.ts';
import { countKept } from './matching/queries.ts';
import { headerDigest } from './reading/rules.ts';
import { applyJob, type ImportStatus, isOver, isReadable, readJob } from './rules.ts';
import type { DecisionInput, ImportOptions, NewImport } from './schema.ts';
import { moveOn, Superseded } from './state/commands.ts';
import { findStored, type StoredImport, writableKinds } from './state/queries.ts';
import { importScope, inScope } from './state/sql.ts';

/**
 * Takes a file in and has it read. What is refused or breaks off leaves nothing behind.
 * @throws AppError `not_found` for a team the actor does not see, `forbidden`, `too_large`, `invalid`.
 */
export async function startImport(actor: Actor, act: Act, input: NewImport, upload: Upload | undefined): Promise<{ id: string }> {
  if (!can(actor, 'asset.read', { teamId: input.teamId }) || !(await teamExists(actor, input.teamId)))
    throw new AppError('not_found', 'This team does not exist, or you are not in it.', { fields: { teamId: 'not one of your teams' } });
  mustImport(actor, input.teamId);
  if (!upload) throw new AppError('invalid', 'Send the file itself as the body, of type application/octet-stream.');
  const id = newId();
  const { size, sha256 } = await storeChunks(actor, id, input.teamId, upload);
  try {
    await transact(importScope(actor, input.teamId), act, 'import.uploaded', async (change) => {
      await change.tx.import.create({ data: { id, ...input, createdBy: actor.id, size: BigInt(size), sha256, status: 'reading' } });
      await change.record({
        event: 'import.uploaded',
        targetType: 'import',
        targetId: id,
        teamId: input.teamId,
        after: { fileName: input.fileName, size, sha256 },
      });
    });
  } catch (error) {
    await dropChunks(actor, id, input.teamId);
    throw error;
  }
  await enqueue(readJob, id, { importId: id, ...askerOf(actor) });
  return { id };
}

async function teamExists(actor: Actor, teamId: string): Promise<boolean> {
  const found = await read(scopeOf(actor), (reader) =>
    reader.rows(Prisma.sql`SELECT 1 FROM teams WHERE id = ${teamId}::uuid AND archived_at IS NULL`),
  );
  return found.length > 0;
}

function mustImport(actor: Actor, teamId: string): void {
  if (writableKinds(actor, teamId).length === 0) throw forbidden('asset.import');
}

/** The import, which the actor must be allowed to go on with. @throws AppError `not_found`, `forbidden`. */
async function seen(actor: Actor, id: string): Promise<StoredImport> {
  const stored = await findStored(actor, id);
  if (!stored) throw notFound('import');
  mustImport(actor, stored.teamId);
  return stored;
}

const busy = (status: ImportStatus) =>
  new AppError(
    'conflict',
    isOver(status)
      ? 'This import is over. Choose the file again to import it once more.'
      : 'This import is being worked on. Wait until it is ready.',
  );

/** Reads the file (again), by what the person chose: columns, component types, defaults. Decisions are kept. */
export async function readImportAgain(actor: Actor, id: string, options: ImportOptions): Promise<void> {
  const stored = await seen(actor, id);
  if (!isReadable(stored.status)) throw busy(stored.status);
  const chosen = { ...stored.options, ...options };
  checkMapping(stored, options);
  await transact(
    importScope(actor, stored.teamId),
    { actorId: actor.id, requestId: `import:${id}`, operationId: id },
    'import.configured',
    async (change) => {
      const { count } = await change.tx.import.updateMany({
        where: { id, status: stored.status },
        data: { options: chosen as Prisma.InputJsonObject },
      });
      if (count === 0) throw busy('reading');
      await change.record({ event: 'import.configured', targetType: 'import', targetId: id, teamId: stored.teamId, after: options });
    },
  );
  if (options.csvMapping && stored.summary.csv) await remember(actor, stored.teamId, stored.summary.csv.header, options.csvMapping);
  await readAgain(actor, stored, [stored.status]);
}

function checkMapping({ summary }: StoredImport, { csvMapping }: ImportOptions): void {
  if (!csvMapping) return;
  const header = summary.csv?.header ?? [];
  if (csvMapping.columns.length !== header.length || csvMapping.columns.some((column, at) => column.header !== header[at]))
    throw invalid('csvMapping', 'names other columns than the file has');
  const missing = missingInMapping(csvMapping);
  if (missing.length > 0) throw invalid('csvMapping', `no column is chosen for ${missing.join(' and ')}`);
  const told = csvMapping.columns.map((column) => column.target).filter((target) => target !== 'ignore' && target !== 'metadata');
  const doubled = told.find((target, at) => told.indexOf(target) !== at);
  if (doubled) throw invalid('csvMapping', `two columns are chosen for ${doubled}`);
}

async function remember(actor: Actor, teamId: string, header: readonly string[], mapping: object): Promise<void> {
  await inScope(actor, teamId, 'import.configured', (client) =>
    client.query(
      'INSERT INTO import_mappings (team_id, header, mapping) VALUES ($1, $2, $3) ON CONFLICT (team_id, header) DO UPDATE SET mapping = excluded.mapping, updated_at = now()',
      [teamId, headerDigest(header), JSON.stringify(mapping)],
    ),
  );
}

/** Sends an import back to reading; `notice` tells the person why to look again. */
export async function readAgain(actor: Actor, stored: StoredImport, from: readonly ImportStatus[], notice?: string): Promise<void> {
  const { notice: _notice, unreadable: _unreadable, ...summary } = stored.summary;
  await moveOn(actor, stored, { from, to: 'reading', event: 'import.reread', summary: { ...summary, ...(notice && { notice }) } });
  await enqueue(readJob, stored.id, { importId: stored.id, ...askerOf(actor) });
}

/**
 * Writes what was previewed, by a job. Rows that were merged since the preview was made are previewed first, so that nobody writes what
 * nobody saw.
 */
export async function startApply(actor: Actor, id: string): Promise<void> {
  const stored = await seen(actor, id);
  if (stored.status !== 'preview') throw busy(stored.status);
  const merged = await read(scopeOf(actor), (reader) =>
    reader.rows(
      Prisma.sql`SELECT 1 FROM import_rows WHERE import_id = ${id}::uuid AND action = 'create' AND decision LIKE 'merge:%' LIMIT 1`,
    ),
  );
  if (merged.length > 0) {
    await readAgain(actor, stored, ['preview'], 'The rows you merged now show what they change. Look at them before you apply.');
    return;
  }
  await moveOn(actor, stored, { from: ['preview'], to: 'applying', event: 'import.confirmed' }).catch((error) => {
    throw error instanceof Superseded ? busy('applying') : error;
  });
  await enqueue(applyJob, id, { importId: id, ...askerOf(actor) });
}

/** Gives an import up: its file and rows go. What is being applied cannot be stopped. */
export async function discardImport(actor: Actor, id: string): Promise<void> {
  const stored = await seen(actor, id);
  if (isOver(stored.status) || stored.status === 'applying') throw busy(stored.status);
  await moveOn(actor, stored, { from: ['reading', 'mapping', 'preview', 'failed'], to: 'cancelled', event: 'import.discarded' }).catch(
    (error) => {
      throw error instanceof Superseded ? busy('applying') : error;
    },
  );
  await inScope(actor, stored.teamId, 'import.discarded', async (client) => {
    for (const table of ['import_chunks', 'import_rows', 'import_versions', 'import_relations'])
      await client.query(`DELETE FROM ${table} WHERE import_id = $1`, [id]);
  });
}

/** Decides on rows that may be the same as an asset that is there: merge, keep as a new one, or skip. */
export async function decideRows(actor: Actor, { id, seq, decision, mergeWith }: DecisionInput): Promise<void> {
  const stored = await seen(actor, id);
  if (stored.status !== 'preview') throw busy(stored.status);
  if (decision === 'merge' && (seq === undefined || !mergeWith)) throw invalid('mergeWith', 'choose the asset to merge with');
  const chosen = decision === 'merge' ? `merge:${mergeWith}` : decision;
  await inScope(actor, stored.teamId, 'import.decided', async (client) => {
    const values = [id, chosen, seq ?? null, mergeWith ?? null];
    const { rowCount } = await client.query(
      `UPDATE import_rows SET decision = $2 WHERE import_id = $1 AND action <> 'rejected' AND (duplicates IS NOT NULL OR decision IS NOT NULL)
         AND ($3::int IS NULL AND decision IS NULL OR seq = $3)
         AND ($4::uuid IS NULL OR duplicates @> jsonb_build_array(jsonb_build_object('id', $4::uuid)))
         AND ($4::uuid IS NULL OR NOT EXISTS (SELECT FROM import_rows o WHERE o.import_id = $1 AND o.seq <> $3 AND (o.decision = $2 OR (o.asset_id = $4 AND o.action <> 'rejected'))))`,
      values,
    );
    if (!rowCount && seq !== undefined)
      throw new AppError(
        'conflict',
        'This row cannot be decided so: another row is about the same asset, or the asset is none of those proposed.',
      );
    const counts = await countKept(client, id);
    await client.query("UPDATE imports SET summary = jsonb_set(summary, '{counts}', $2), updated_at = now() WHERE id = $1", [
      id,
      JSON.stringify(counts),
    ]);
  });
}
