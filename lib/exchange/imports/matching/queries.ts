import type pg from 'pg';
import { type RowAction, rowActions } from '../rules.ts';
import type { ImportCounts } from '../schema.ts';

type Counted = { action: RowAction; count: number };
type Additions = { create: number; unchanged: number; rejected: number };

const byAction = <T extends Record<string, number>>(names: readonly string[], rows: Counted[]): T =>
  Object.fromEntries(names.map((name) => [name, rows.find((row) => row.action === name)?.count ?? 0])) as T;

const additions = ['create', 'unchanged', 'rejected'];

/** The figures of a preview, from the temporary tables. */
export async function countMatched(client: pg.PoolClient): Promise<ImportCounts> {
  return countRows(client, 'matched', 'matched_versions', 'matched_relations', 'true');
}

/** The figures of an import as it is kept; decisions change them. */
export async function countKept(client: pg.PoolClient, importId: string): Promise<ImportCounts> {
  return countRows(client, 'import_rows', 'import_versions', 'import_relations', 'import_id = $1', [importId]);
}

async function countRows(
  client: pg.PoolClient,
  rows: string,
  versions: string,
  relations: string,
  where: string,
  values: string[] = [],
): Promise<ImportCounts> {
  const group = async (table: string) =>
    (await client.query<Counted>(`SELECT action, count(*)::int AS count FROM ${table} WHERE ${where} GROUP BY 1`, values)).rows;
  const { rows: decided } = await client.query<{ duplicates: number; undecided: number; skipped: number }>(
    `SELECT count(*) FILTER (WHERE duplicates IS NOT NULL)::int AS duplicates,
       count(*) FILTER (WHERE duplicates IS NOT NULL AND decision IS NULL)::int AS undecided,
       count(*) FILTER (WHERE decision = 'skip' AND action <> 'rejected')::int AS skipped FROM ${rows} WHERE ${where} AND (duplicates IS NOT NULL OR decision IS NOT NULL)`,
    values,
  );
  return {
    rows: byAction<Record<RowAction, number>>(rowActions, await group(rows)),
    versions: byAction<Additions>(additions, await group(versions)),
    relations: byAction<Additions>(additions, await group(relations)),
    ...(decided[0] ?? { duplicates: 0, undecided: 0, skipped: 0 }),
  };
}
