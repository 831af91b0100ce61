import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { defaultComponentMapping } from '../rules.ts';
import type { Format } from '../schema.ts';
import { type Decision, type ImportStatus, isOver, type RowAction, usualDefaults } from './rules.ts';
import {
  ImportCounts,
  type ImportListed,
  ImportOptions,
  type ImportPage,
  ImportProgress,
  type ImportRowPage,
  type ImportRowsInput,
  type ImportRowView,
  ImportSummary,
  type ImportView,
} from './schema.ts';
import { writableKinds } from './state/queries.ts';

type ListedRow = {
  id: string;
  team: ImportListed['team'];
  file_name: string;
  size: string;
  format: Format | null;
  status: ImportStatus;
  counts: unknown;
  created_by: string;
  created_at: Date;
  finished_at: Date | null;
};

const listedColumns = Prisma.sql`
  i.id, json_build_object('id', t.id, 'key', t.key, 'name', t.name) AS team, i.file_name, i.size, i.format, i.status, i.summary -> 'counts' AS counts,
  coalesce(u.name, 'Somebody') AS created_by, i.created_at, i.finished_at`;
const joined = Prisma.sql`imports i JOIN teams t ON t.id = i.team_id LEFT JOIN users u ON u.id = i.created_by`;

const toListed = (row: ListedRow): ImportListed => ({
  id: row.id,
  team: row.team,
  fileName: row.file_name,
  size: Number(row.size),
  format: row.format,
  status: row.status,
  counts: row.counts ? ImportCounts.parse(row.counts) : null,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

/** Imports into the teams that the actor may read, newest first. */
export async function listImports(actor: Actor, input: { after?: string; limit: number }): Promise<ImportPage> {
  const beyond = input.after ? decodeCursor(input.after, 'after', 'id', ['id']) : null;
  const bound = beyond ? Prisma.sql`WHERE i.id < ${beyond[0]}::uuid` : Prisma.empty;
  // Ids are made by time: their order is the order in which imports were started.
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<ListedRow>(Prisma.sql`SELECT ${listedColumns} FROM ${joined} ${bound} ORDER BY i.id DESC LIMIT ${input.limit + 1}`),
  );
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { rows: shown.map(toListed), next: rows.length > input.limit && last ? encodeCursor({ sort: 'id', values: [last.id] }) : null };
}

type Row = ListedRow & { sha256: string | null; progress: unknown; error: string | null; summary: unknown; options: unknown };

/** One import as it stands now. @throws AppError `not_found`. */
export async function getImport(actor: Actor, id: string): Promise<ImportView> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT ${listedColumns}, i.sha256, i.progress, i.error, i.summary - 'facts' AS summary, i.options FROM ${joined} WHERE i.id = ${id}::uuid`),
  );
  if (!row) throw notFound('import');
  const summary = ImportSummary.parse(row.summary);
  const options = ImportOptions.parse(row.options);
  const progress = ImportProgress.safeParse(row.progress);
  return {
    ...toListed(row),
    sha256: row.sha256,
    formatVersion: summary.formatVersion ?? null,
    progress: progress.success ? progress.data : null,
    error: row.error,
    notice: summary.notice ?? null,
    notes: summary.notes,
    applied: summary.applied ?? null,
    componentTypes: summary.componentTypes ?? null,
    csv: summary.csv ?? null,
    options: {
      csvMapping: options.csvMapping ?? null,
      components: { ...defaultComponentMapping, ...options.components },
      defaults: options.defaults ?? usualDefaults,
    },
    mayGoOn: !isOver(row.status) && writableKinds(actor, row.team.id).length > 0,
    retryHelps: row.status === 'failed' && !summary.unreadable,
  };
}

/** What the file says of itself and belongs to none of its rows. */
export async function getFacts(actor: Actor, id: string): Promise<{ facts: Record<string, unknown> }> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<{ facts: Record<string, unknown> | null }>(
      Prisma.sql`SELECT summary -> 'facts' AS facts FROM imports WHERE id = ${id}::uuid`,
    ),
  );
  if (!row) throw notFound('import');
  return { facts: row.facts ?? {} };
}

type KeptRow = Omit<ImportRowView, 'assetId' | 'changes' | 'notes' | 'duplicates' | 'decision' | 'mergeWith'> & {
  asset_id: string | null;
  changes: ImportRowView['changes'] | null;
  notes: string[] | null;
  duplicates: ImportRowView['duplicates'] | null;
  decision: string | null;
};

/** What the target of an arrow is called: by the file, by the inventory, or not at all. */
const targetName = Prisma.sql`coalesce((SELECT t.name FROM import_rows t WHERE t.import_id = l.import_id AND t.seq = l.to_seq), (SELECT a.name FROM assets a WHERE a.id = l.to_asset_id))`;

/** Rows of an import in the order of the file, from after a row on. */
export async function listImportRows(actor: Actor, input: ImportRowsInput): Promise<ImportRowPage> {
  return read(scopeOf(actor), async (reader) => {
    await seeImport(reader, input.id);
    const where = [Prisma.sql`r.import_id = ${input.id}::uuid`, Prisma.sql`r.seq > ${input.after ?? 0}`];
    if (input.action) where.push(Prisma.sql`r.action = ${input.action}`);
    if (input.only === 'duplicates') where.push(Prisma.sql`r.duplicates IS NOT NULL`);
    if (input.only === 'remarks') where.push(Prisma.sql`(r.notes IS NOT NULL OR ${refusedPart})`);
    const rows = await reader.rows<KeptRow>(Prisma.sql`
      SELECT r.seq, r.place, r.action, r.reason, r.kind, r.key, r.name, r.asset_id, r.changes, r.notes, r.duplicates, r.decision,
        (SELECT coalesce(json_agg(json_build_object('label', v.label, 'action', v.action, 'reason', v.reason, 'files', v.file_count) ORDER BY v.seq), '[]')
          FROM import_versions v WHERE v.import_id = r.import_id AND v.row_seq = r.seq) AS versions,
        (SELECT coalesce(json_agg(json_build_object('relation', l.relation, 'target', l.target, 'name', ${targetName}, 'action', l.action, 'reason', l.reason) ORDER BY l.seq), '[]')
          FROM import_relations l WHERE l.import_id = r.import_id AND l.from_seq = r.seq) AS relations
      FROM import_rows r WHERE ${Prisma.join(where, ' AND ')} ORDER BY r.seq LIMIT ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit);
    return { rows: shown.map(toRowView), next: rows.length > input.limit ? (shown.at(-1)?.seq ?? null) : null };
  });
}

const refusedPart = Prisma.sql`(
  EXISTS (SELECT FROM import_versions v WHERE v.import_id = r.import_id AND v.row_seq = r.seq AND v.action = 'rejected')
  OR EXISTS (SELECT FROM import_relations l WHERE l.import_id = r.import_id AND l.from_seq = r.seq AND l.action = 'rejected'))`;

function toRowView({ asset_id, changes, notes, duplicates, decision, ...row }: KeptRow): ImportRowView {
  const merged = decision?.startsWith('merge:') ?? false;
  return {
    ...row,
    action: row.action as RowAction,
    assetId: asset_id,
    changes: changes ?? {},
    notes: notes ?? [],
    duplicates: duplicates ?? [],
    decision: merged ? 'merge' : (decision as Decision | null),
    mergeWith: merged && decision ? decision.slice('merge:'.length) : null,
  };
}

export async function seeImport(reader: Reader, id: string): Promise<{ fileName: string }> {
  const [found] = await reader.rows<{ file_name: string }>(Prisma.sql`SELECT file_name FROM imports WHERE id = ${id}::uuid`);
  if (!found) throw notFound('import');
  return { fileName: found.file_name };
}

/** Rejected parts a page at a time: rows, versions and arrows, each with its place and reason. */
export async function listRejected(
  actor: Actor,
  id: string,
  after: { part: number; seq: number },
): Promise<{ part: number; seq: number; place: string; what: string; reason: string }[]> {
  return read(scopeOf(actor), async (reader) => {
    await seeImport(reader, id);
    return reader.rows(Prisma.sql`
      SELECT * FROM (
        SELECT 1 AS part, seq, place, coalesce(name, key, 'row') AS what, coalesce(reason, '') AS reason FROM import_rows WHERE import_id = ${id}::uuid AND action = 'rejected'
        UNION ALL
        SELECT 2, v.row_seq, r.place, coalesce(r.name, '') || ' ' || v.label, coalesce(v.reason, '') FROM import_versions v JOIN import_rows r ON r.import_id = v.import_id AND r.seq = v.row_seq
          WHERE v.import_id = ${id}::uuid AND v.action = 'rejected'
        UNION ALL
        SELECT 3, seq, place, from_ref || ' ' || relation || ' ' || target, coalesce(reason, '') FROM import_relations WHERE import_id = ${id}::uuid AND action = 'rejected') parts
      WHERE (part, seq) > (${after.part}::int, ${after.seq}::int) ORDER BY part, seq LIMIT 1000`);
  });
}
