/** `npm run dev`: the embedded database, migrated and seeded, and Next's development server on the sources. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { postgresAccount } from './postgres/account.ts';
import { runningPostmaster } from './postgres/postmaster.ts';
import { dataFolder } from './running/data-folder.ts';
import { takeLock } from './running/lock.ts';
import { startOptions } from './running/options.ts';
import { requirePort } from './running/port.ts';
import { stopWith } from './running/problem.ts';
import { keptSecret } from './running/secrets.ts';
import { loadEnvironmentFile, readSettings } from './running/settings.ts';
import { onStopSignal } from './running/signals.ts';
import { checkout } from './setup/checkout.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';

async function develop(): Promise<number> {
  const options = startOptions(process.argv.slice(2));
  loadEnvironmentFile(checkout);
  await install();
  await generate();
  const settings = await readSettings();
  const port = options.port ?? settings.PORT;
  const publicUrl = settings.GATEHOUSE_URL ?? `http://localhost:${port}`;
  const account = settings.DATABASE_URL ? null : postgresAccount();
  const folder = dataFolder(checkout, account, settings.GATEHOUSE_DATA_DIR);
  const lock = takeLock(folder, publicUrl, () => runningPostmaster(join(folder, 'postgres')) !== null);
  process.once('exit', lock.release);
  await requirePort(port, settings.GATEHOUSE_HOST);

  const { embeddedDatabase, externalDatabase } = await import('./running/database.ts');
  const { prepareDatabase } = await import('./running/serve.ts');
  const { demonstration, greet } = await import('./running/demonstration.ts');
  const database = settings.DATABASE_URL ? await externalDatabase(settings.DATABASE_URL) : await embeddedDatabase(folder, account);
  const stopped = new Promise<void>((resolve) => onStopSignal(resolve));
  try {
    const secret = settings.GATEHOUSE_SECRET ?? keptSecret(folder, 'secret');
    const { applicationUrl } = await prepareDatabase(database.ownerUrl, secret, settings.DATABASE_APP_URL);
    const [logins] = await demonstration(database.ownerUrl, options);
    await greet({ ownerUrl: database.ownerUrl, publicUrl, folder, logins });
    const next = spawn(
      process.execPath,
      [join(checkout, 'node_modules/next/dist/bin/next'), 'dev', '-p', String(port), '-H', settings.GATEHOUSE_HOST],
      {
        cwd: checkout,
        env: {
          ...process.env,
          DATABASE_URL: applicationUrl,
          GATEHOUSE_SECRET: secret,
          GATEHOUSE_URL: publicUrl,
          NEXT_TELEMETRY_DISABLED: '1',
        },
        stdio: 'inherit',
      },
    );
    const ended = new Promise<void>((resolve) => next.once('exit', () => resolve()));
    await Promise.race([stopped, ended]);
    next.kill('SIGTERM');
    await ended;
    return 0;
  } finally {
    await database.cluster?.stop();
  }
}

develop().then((code) => process.exit(code), stopWith);
