/** `npm start`: from whatever state the checkout is in to a Gatehouse that serves. Packages are imported only once they are installed. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAccount } from './postgres/account.ts';
import { runningPostmaster } from './postgres/postmaster.ts';
import { dataFolder } from './running/data-folder.ts';
import { takeLock } from './running/lock.ts';
import { startHelp, startOptions } from './running/options.ts';
import { requirePort } from './running/port.ts';
import { Problem, stopWith } from './running/problem.ts';
import { keptSecret } from './running/secrets.ts';
import { loadEnvironmentFile, readSettings } from './running/settings.ts';
import { onStopSignal } from './running/signals.ts';
import { build, standaloneFolder } from './setup/build.ts';
import { checkout } from './setup/checkout.ts';
import { generate } from './setup/generate.ts';
import { install } from './setup/install.ts';
import { step, stepTimes } from './setup/steps.ts';

async function start(): Promise<number> {
  const options = startOptions(process.argv.slice(2));
  if (options.help) {
    console.log(startHelp);
    return 0;
  }
  loadEnvironmentFile(checkout);
  await install();
  const settings = await readSettings();
  const port = options.port ?? settings.PORT;
  const publicUrl = settings.GATEHOUSE_URL ?? `http://localhost:${port}`;

  const account = settings.DATABASE_URL ? null : postgresAccount();
  const folder = dataFolder(checkout, account, settings.GATEHOUSE_DATA_DIR);
  const lock = takeLock(folder, publicUrl, () => runningPostmaster(join(folder, 'postgres')) !== null);
  process.once('exit', lock.release);
  if (lock.recovered === 'unreadable') console.log('  (the lock of an earlier start was damaged and has been replaced)');
  const guard = join(checkout, 'bin', 'running', 'server-guard.mjs');
  await portOfOurOwn(port, settings.GATEHOUSE_HOST, lock.recovered !== 'nothing');

  await generate();
  await build();

  const { embeddedDatabase, externalDatabase } = await import('./running/database.ts');
  const { prepareDatabase, serve, untilStopped } = await import('./running/serve.ts');
  const { demonstration, greet } = await import('./running/demonstration.ts');
  let stop: () => Promise<void> = async () => undefined;
  onStopSignal(() => void stop().finally(() => process.exit(130)));
  try {
    const secret = settings.GATEHOUSE_SECRET ?? keptSecret(folder, 'secret');
    const database = await stepped('Database', async () => {
      const opening = settings.DATABASE_URL ? externalDatabase(settings.DATABASE_URL) : embeddedDatabase(folder, account);
      stop = async () => (await opening.catch(() => null))?.cluster?.stop();
      const opened = await opening;
      return [opened, `PostgreSQL ${opened.version}${opened.cluster ? '' : ' of DATABASE_URL'}`];
    });
    const applicationUrl = await stepped('Migrations', async () => {
      const prepared = await prepareDatabase(database.ownerUrl, secret, settings.DATABASE_APP_URL);
      return [prepared.applicationUrl, prepared.applied.length > 0 ? `${prepared.applied.length} applied` : 'none pending'];
    });
    const logins = await stepped('Demonstration', () => demonstration(database.ownerUrl, options));
    const server = await stepped('Server', async () => {
      const starting = serve({ folder: standaloneFolder, guard, settings, port, secret, applicationUrl, publicUrl });
      stop = async () => {
        await (await starting.catch(() => null))?.stop();
        await database.cluster?.stop();
      };
      return [await starting];
    });
    await greet({ ownerUrl: database.ownerUrl, publicUrl, folder, logins });
    recordSteps();
    return await untilStopped(server, database, lock.release);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** After a kill -9 the orphaned server needs a moment to notice, finish and let go of the port. */
async function portOfOurOwn(port: number, host: string, orphanExpected: boolean): Promise<void> {
  const patience = performance.now() + (orphanExpected ? 10_000 : 0);
  for (;;) {
    try {
      return await requirePort(port, host);
    } catch (error) {
      if (performance.now() > patience) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function stepped<T>(name: string, work: () => Promise<[T, string?]>): Promise<T> {
  let result: { value: T } | undefined;
  await step(name, async () => {
    const [value, outcome] = await work();
    result = { value };
    return outcome;
  });
  if (!result) throw new Problem(`The step ${name} gave no result.`);
  return result.value;
}

/** Whoever waits for the file finds it whole. */
function recordSteps(): void {
  const file = process.env.GATEHOUSE_STEPS_FILE;
  if (!file) return;
  writeFileSync(`${file}.partial`, JSON.stringify(stepTimes));
  renameSync(`${file}.partial`, file);
}

start().then((code) => process.exit(code), stopWith);
