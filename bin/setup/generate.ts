import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, toolsFolder } from './checkout.ts';
import { run } from './run.ts';
import { hashOf, isStamped, stamp } from './stamp.ts';
import { step } from './steps.ts';

const stampFile = join(toolsFolder, 'generated');

/** Writes the Prisma client into prisma/generated. The command asks for an engine that generating never starts: any program will do. */
export async function generate(): Promise<void> {
  const hash = await hashOf(checkout, ['prisma/schema.prisma', 'prisma/models', 'prisma.config.ts', 'node_modules/prisma/package.json']);
  await step(
    'Database client',
    async () => {
      const env = {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      };
      await run('Generating the database client', join(checkout, 'node_modules', '.bin', 'prisma'), ['generate'], { cwd: checkout, env });
      await stamp(stampFile, hash);
      return undefined;
    },
    async () => existsSync(join(checkout, 'prisma', 'generated', 'client.ts')) && (await isStamped(stampFile, hash)),
  );
}
