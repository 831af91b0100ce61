/** The daily job that lets go of what imports no longer need. */
import { database, scopeScript } from '#lib/platform/database.ts';
import { rowsKeptDays, waitingKeptDays } from '../rules.ts';

const every = { actorId: null, read: 'every', write: 'every' } as const;

/** Parts of an import that go with its file. */
const parts = ['import_chunks', 'import_rows', 'import_versions', 'import_relations'];

/**
 * Ends imports that waited for somebody for a week: their files and previews go. Drops rows of imports that were over for a week, except rejected ones and decisions; and files that no import needs: it is over, and the
 * server was stopped before they were dropped, or there never was one, because the upload was cut off together with the server.
 */
export async function cleanImports(): Promise<void> {
  const client = await database().pool.connect();
  try {
    await client.query(`BEGIN;${scopeScript(every)};SET LOCAL app.announced = 'import.cleaned'`);
    const { rows: expired } = await client.query<{ id: string }>(`
      WITH expired AS (
        UPDATE imports SET status = 'expired', error = NULL, finished_at = now(), updated_at = now()
        WHERE status IN ('mapping', 'preview', 'failed') AND updated_at < now() - make_interval(days => ${waitingKeptDays})
        RETURNING id, team_id, file_name)
      INSERT INTO audit_events (id, event, target_type, target_id, team_id, operation_id, request_id, after)
      SELECT uuid7(), 'import.expired', 'import', id, team_id, id, 'import:' || id, jsonb_build_object('status', 'expired', 'fileName', file_name) FROM expired
      RETURNING target_id AS id`);
    for (const part of parts) await client.query(`DELETE FROM ${part} WHERE import_id = ANY ($1)`, [expired.map(({ id }) => id)]);
    const over = `SELECT id FROM imports WHERE status IN ('done', 'cancelled') AND finished_at < now() - make_interval(days => ${rowsKeptDays})`;
    await client.query(`DELETE FROM import_rows WHERE import_id IN (${over}) AND action <> 'rejected' AND decision IS NULL`);
    await client.query(`DELETE FROM import_versions WHERE import_id IN (${over}) AND action <> 'rejected'`);
    await client.query(`DELETE FROM import_relations WHERE import_id IN (${over}) AND action <> 'rejected'`);
    await client.query(`DELETE FROM import_chunks WHERE import_id IN (${over})`);
    // The first 48 bits of an id are the milliseconds at which it was made.
    await client.query(`DELETE FROM import_chunks c WHERE NOT EXISTS (SELECT FROM imports i WHERE i.id = c.import_id)
      AND ('x' || substr(replace(c.import_id::text, '-', ''), 1, 12))::bit(48)::bigint < extract(epoch FROM now() - interval '1 day') * 1000`);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
