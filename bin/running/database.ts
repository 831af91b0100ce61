/** The database of this Gatehouse: its own, or the one that DATABASE_URL names. */
import pg from 'pg';
import { type Account, postgresAccount } from '#bin/postgres/account.ts';
import { postgresBinaries } from '#bin/postgres/binaries.ts';
import { type Cluster, startCluster } from '#bin/postgres/cluster.ts';
import { refusedVersion } from './database-version.ts';
import { Problem } from './problem.ts';

export type Database = { ownerUrl: string; cluster: Cluster | null; version: string };

/** Starts the embedded cluster in `folder`, which keeps its data through restarts and crashes, with a database `gatehouse` in it. */
export async function embeddedDatabase(folder: string, account: Account | null = postgresAccount()): Promise<Database> {
  const cluster = await startCluster({ folder, binaries: postgresBinaries(account), account, durable: true });
  await createDatabase(cluster, 'gatehouse');
  const ownerUrl = cluster.url('gatehouse');
  return { ownerUrl, cluster, version: await serverVersion(ownerUrl) };
}

/** Makes a database in the cluster unless it is there. */
export async function createDatabase(cluster: Cluster, name: string): Promise<void> {
  await withClient(cluster.url('postgres'), async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

/** Reaches the database at `ownerUrl` and refuses one older than PostgreSQL 15. */
export async function externalDatabase(ownerUrl: string): Promise<Database> {
  return { ownerUrl, cluster: null, version: await serverVersion(ownerUrl) };
}

async function serverVersion(url: string): Promise<string> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<{ number: string; text: string }>(
        "SELECT current_setting('server_version_num') AS number, split_part(current_setting('server_version'), ' ', 1) AS text",
      );
      const { number = '0', text = 'of an unknown version' } = rows[0] ?? {};
      const refused = refusedVersion(Number(number), text);
      if (refused) throw new Problem(refused);
      return text;
    });
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(unreachable(url, error));
  }
}

/** Says where it was and why it failed, never the password. */
function unreachable(url: string, error: unknown): string {
  const at = new URL(url);
  const place = `${at.hostname || 'localhost'}:${at.port || 5432}${at.pathname}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = error instanceof Error ? error.message || code : String(error);
  if (code === '28P01' || code === '28000')
    return `The database at ${place} refused the user or password in DATABASE_URL. Correct it and start again.`;
  if (code === '3D000') return `The server at ${place} has no such database. Create it, or correct the name at the end of DATABASE_URL.`;
  return `The database at ${place} cannot be reached (${why || 'no answer'}). Start it, or correct DATABASE_URL.`;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
