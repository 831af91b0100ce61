/** The container's entry: migrations, the application's role, the server. The database is one that DATABASE_URL names. */
import { join } from 'node:path';
import { externalDatabase } from './running/database.ts';
import { firstSignIn } from './running/first-sign-in.ts';
import { Problem, stopWith } from './running/problem.ts';
import { prepareDatabase, serve, untilStopped } from './running/serve.ts';
import { readSettings } from './running/settings.ts';
import { checkout } from './setup/checkout.ts';

async function run(): Promise<number> {
  const settings = await readSettings();
  const { DATABASE_URL: ownerUrl, GATEHOUSE_SECRET: secret, PORT: port } = settings;
  if (!ownerUrl)
    throw new Problem(
      'DATABASE_URL: expected the owner’s connection to a PostgreSQL 15 or later, such as postgresql://gatehouse:password@database:5432/gatehouse.',
    );
  if (!secret)
    throw new Problem(
      'GATEHOUSE_SECRET: expected at least 32 random characters, such as `openssl rand -hex 32` prints. Keep it: sessions and the database role depend on it.',
    );
  const publicUrl = settings.GATEHOUSE_URL ?? `http://localhost:${port}`;
  const database = await externalDatabase(ownerUrl);
  const { applied, applicationUrl } = await prepareDatabase(ownerUrl, secret, settings.DATABASE_APP_URL);
  console.log(applied.length > 0 ? `Migrations applied: ${applied.join(', ')}` : 'No migration is pending.');
  const guard = join(checkout, 'bin', 'running', 'server-guard.mjs');
  const server = await serve({ folder: checkout, guard, settings, port, secret, applicationUrl, publicUrl });
  console.log([`Gatehouse serves at ${publicUrl}`, ...(await firstSignIn(ownerUrl, publicUrl))].join('\n'));
  return untilStopped(server, database, () => undefined);
}

run().then((code) => process.exit(code), stopWith);
