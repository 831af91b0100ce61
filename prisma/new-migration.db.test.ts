import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { writeMigration } from './new-migration.ts';

test('the migrations make what the models say: there is no next one to write', async () => {
  await owner.query('DROP DATABASE IF EXISTS new_migration');
  await owner.query('CREATE DATABASE new_migration');
  const empty = new URL(process.env.DATABASE_OWNER_URL ?? '');
  empty.pathname = '/new_migration';
  const written = await writeMigration(empty.href, 'nothing is new');
  if (written) rmSync(dirname(written), { recursive: true });
  expect(written).toBeNull();
});
