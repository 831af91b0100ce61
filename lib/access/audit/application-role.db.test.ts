/** What the application's role may say in an event: what happened, and never when, or in which transaction. */
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { database } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';

let application: pg.PoolClient;

beforeEach(async () => {
  application = await database().pool.connect();
  await application.query('BEGIN');
});

afterEach(async () => {
  await application.query('ROLLBACK');
  application.release();
});

const insert = (column: string, value: string) =>
  application
    .query(
      `INSERT INTO audit_events (id, event, target_type, operation_id, request_id${column && `, ${column}`})
       VALUES ('${newId()}', 'asset.edited', 'asset', '${newId()}', 'r'${value && `, ${value}`})`,
    )
    .then(
      () => 'kept',
      (error: { code: string }) => error.code,
    );

test('an event is kept with the moment and the transaction that the database gives it', async () => {
  expect(await insert('', '')).toBe('kept');
});

test.each([
  ['xid', "'1'"],
  ['xid', "'9000000000000'"],
  ['at', "'2020-01-01Z'"],
])('an event that names its own %s as %s is refused: it would never be sealed, or lie about when', async (column, value) => {
  expect(await insert(column, value)).toBe('42501');
});
