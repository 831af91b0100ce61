/** Whether this server can do its work: the database answers, and its tables are the ones the code was built for. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { env } from './env.ts';

export type Readiness = { ready: true } | { ready: false; failed: 'database' | 'migrations' };

const limitMilliseconds = 2000;
const keepMilliseconds = 1000;

let latest: { at: number; answer: Promise<Readiness> } | undefined;

/**
 * Asks the database over a connection of its own, for at most two seconds, so that a busy pool is not taken for a
 * missing database. Answers are shared for a second: the address is open to everyone.
 */
export function readiness(now = Date.now()): Promise<Readiness> {
  if (!latest || now - latest.at > keepMilliseconds) latest = { at: now, answer: ask(env().DATABASE_URL, migrationsFolder()) };
  return latest.answer;
}

/** The standalone server runs in its own folder, which carries the migrations it was built with. */
function migrationsFolder(): string {
  return join(process.cwd(), 'prisma', 'migrations');
}

/** One question to the database at `url`; every migration in `folder` must have been applied. */
export async function ask(url: string, folder: string): Promise<Readiness> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: limitMilliseconds, query_timeout: limitMilliseconds });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const done = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const finished = new Set(done.rows.map((row) => row.migration_name));
    const expected = await migrationsIn(folder);
    return expected.length > 0 && expected.every((name) => finished.has(name)) ? { ready: true } : { ready: false, failed: 'migrations' };
  } catch (error) {
    return { ready: false, failed: isMissingTable(error) ? 'migrations' : 'database' };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function migrationsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** A database without the table, or one whose owner has not granted it yet, was not migrated. */
function isMissingTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '42501' || error.code === 'ENOENT');
}
