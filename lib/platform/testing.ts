/** For `*.db.test.ts` alone: the owner's connection to this worker's database, for arranging and for looking behind the scenes. */
import pg from 'pg';
import { expect } from 'vitest';
import { AppError, type ErrorCode } from './errors.ts';

/**
 * The owner of the tables: no row-level security, and every transaction counts as announced. Closes by itself when the tests end.
 * @example const { rows } = await owner.query('SELECT * FROM assets WHERE id = $1', [id]);
 */
export const owner = new pg.Pool({
  connectionString: process.env.DATABASE_OWNER_URL,
  max: 2,
  allowExitOnIdle: true,
  options: '-c app.announced=test.arranged',
});
owner.on('error', () => undefined);

/** Awaits a refusal with this code and returns it; oRPC's wrapping is looked through. Fails when the work succeeds or fails otherwise. */
export async function refusal(work: Promise<unknown>, code: ErrorCode): Promise<AppError> {
  const outcome = await work.then(
    () => 'no refusal at all',
    (error: unknown) => (error instanceof Error && error.cause instanceof AppError ? error.cause : error),
  );
  if (!(outcome instanceof AppError))
    throw outcome instanceof Error ? outcome : new Error(`Expected "${code}", and there was ${String(outcome)}.`);
  expect(outcome.code, outcome.message).toBe(code);
  return outcome;
}

/** Inserts one row by its columns' names; objects go in as JSON. */
export async function insertRow(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const asJson = (value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !Buffer.isBuffer(value) && !(value instanceof Date);
  const names = Object.keys(row);
  await owner.query(
    `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row).map((value) => (asJson(value) ? JSON.stringify(value) : value)),
  );
}
