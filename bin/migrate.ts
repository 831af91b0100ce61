/** `npm run db:migrate`: applies pending migrations to the database of DATABASE_URL, or to the embedded one. */
import { withOwner } from './running/owner.ts';
import { stopWith } from './running/problem.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

async function migrate(): Promise<void> {
  await install();
  await generate();
  const { applyMigrations } = await import('#prisma/migrate.ts');
  const applied = await withOwner(applyMigrations);
  console.log(applied.length > 0 ? applied.map((name) => `✓ ${name}`).join('\n') : 'No migration is pending.');
}

migrate().then(() => process.exit(0), stopWith);
