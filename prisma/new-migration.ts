/** `npm run db:migration -- NAME` writes the next migration from the difference between the migrations and the models. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datamodels, migrationList, migrationsFolder, schemaEngine } from './engine.ts';

/** Writes prisma/migrations/<time>_<name>/migration.sql; returns its path, or null when the models say nothing new. */
export async function writeMigration(ownerUrl: string, name: string, now = new Date()): Promise<string | null> {
  const engine = await schemaEngine(ownerUrl);
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await migrationList()) },
      to: { tag: 'schemaDatamodel', files: (await datamodels()).map(([path, content]) => ({ path, content })) },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = stdout ?? '';
    if (!sql.replace(/--.*$/gm, '').trim()) return null;
    const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = join(migrationsFolder, `${stamp}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'migration.sql'), sql);
    return join(folder, 'migration.sql');
  } finally {
    engine.free();
  }
}

if (import.meta.main) {
  const name = process.argv[2];
  const ownerUrl = process.env.DATABASE_URL;
  if (!name || !ownerUrl) {
    process.stderr.write('Usage: npm run db:migration -- NAME   (a few words on what changes)\n');
    process.exit(2);
  }
  const written = await writeMigration(ownerUrl, name);
  process.stdout.write(written ? `Wrote ${written}\n` : 'The models say nothing new: no migration written.\n');
}
