import { existsSync } from 'node:fs';
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFolder, checkout } from './checkout.ts';
import { run } from './run.ts';
import { hashOf, isStamped, stamp } from './stamp.ts';
import { step } from './steps.ts';

const sources = [
  'app',
  'bin/command-line',
  'components',
  'lib',
  'prisma',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'instrumentation.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** The folder that holds everything the server needs, packages included. */
export const standaloneFolder = join(checkout, buildFolder, 'standalone');

/** Builds the server into the standalone folder, unless it was made from these very sources. */
export async function build(): Promise<void> {
  const stampFile = join(checkout, buildFolder, 'gatehouse-build');
  const hash = await hashOf(checkout, sources, (file) => /\.test\.tsx?$|\.md$/.test(file));
  await step(
    'Build',
    async () => {
      await rm(stampFile, { force: true });
      await rm(standaloneFolder, { recursive: true, force: true });
      const env = { ...withoutDatabase(process.env), NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
      await run('The build', process.execPath, [join(checkout, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
        cwd: checkout,
        env,
      });
      await completeStandalone();
      await stamp(stampFile, hash);
      return undefined;
    },
    async () => existsSync(join(standaloneFolder, 'server.js')) && (await isStamped(stampFile, hash)),
  );
}

/** Next leaves static files for a content network to serve, and copies `.env` along, which holds the owner's password. */
async function completeStandalone(): Promise<void> {
  await cp(join(checkout, buildFolder, 'static'), join(standaloneFolder, buildFolder, 'static'), { recursive: true });
  if (existsSync(join(checkout, 'public'))) await cp(join(checkout, 'public'), join(standaloneFolder, 'public'), { recursive: true });
  // Packages are there by now, and not before: the first start loads this file to install them.
  const { bundleCommandLine } = await import('./command-line.ts');
  await bundleCommandLine(join(standaloneFolder, 'public', 'gatehouse.mjs'));
  for (const name of await readdir(standaloneFolder)) if (name.startsWith('.env')) await rm(join(standaloneFolder, name));
}

function withoutDatabase(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _owner, DATABASE_APP_URL: _application, ...rest } = environment;
  return rest;
}
