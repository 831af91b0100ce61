/** `npm run db:migration -- NAME`: writes the next migration, as the difference between the migrations so far and the models. */
import { Problem, stopWith } from './running/problem.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

async function write(): Promise<void> {
  const name = process.argv.slice(2).join(' ').trim();
  if (!/[a-z0-9]/i.test(name) || name.startsWith('-'))
    throw new Problem('Expected a name for the migration: npm run db:migration -- "add risk owner"');
  await install();
  await generate();
  const { throwawayCluster } = await import('./testing/throwaway.ts');
  const { createDatabase } = await import('./running/database.ts');
  const { writeMigration } = await import('#prisma/new-migration.ts');
  const cluster = await throwawayCluster();
  try {
    await createDatabase(cluster, 'gatehouse');
    const file = await writeMigration(cluster.url('gatehouse'), name);
    console.log(
      file
        ? `✓ ${file}\n  Read it before you commit it; npm run db:migrate applies it.`
        : 'The models ask for nothing that the migrations do not make.',
    );
  } finally {
    await cluster.stop();
  }
}

write().then(() => process.exit(0), stopWith);
