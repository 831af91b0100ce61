/** The daily job that lets go of what imports no longer need. */
import { database, scopeScript } from '#lib/platform/database.ts';
import { rowsKeptDays } from '../rules.ts';

const every = { actorId: null, read: 'every', write: 'every' } as const;

/**
 * Drops rows of imports that were over for a week, except rejected ones and decisions; and files that no import needs: it is over, and the
 * server was stopped before they were dropped, or there never was one, because the upload was cut off together with the server.
 */
export async function cleanImports(): Promise<void> {
  const client = await database().pool.connect();
  try {
    await client.query(`BEGIN;${scopeScript(every)};SET LOCAL app.announced = 'import.cleaned'`);
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
