import pg from 'pg';
import { connectionFields } from './engine.ts';

/**
 * Runs `work` in one transaction over the owner's connection, with the event it will record announced: the database refuses writes
 * to governed tables without one. Transactions of the same event wait for each other. Rolls back when `work` throws.
 */
export async function ownerTransaction<T>(
  ownerUrl: string,
  event: `${string}.${string}`,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectionFields(ownerUrl));
  // A broken connection also fails the query that is waiting; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.announced', $1, true), pg_advisory_xact_lock(hashtext($1))", [event]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } finally {
    // Ending the connection rolls back whatever is not committed.
    await client.end();
  }
}

/** Inserts rows that all have the columns of the first; times may be Dates. Names come from our own code, never from outside. */
export async function insertRows(client: pg.Client, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).map((name) => client.escapeIdentifier(name));
  const target = client.escapeIdentifier(table);
  await client.query(
    `INSERT INTO ${target} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::${target}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
