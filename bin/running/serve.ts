/** From a database to a server that answers: what `npm start`, the tests and the container have in common. */

import type { Settings } from '#lib/platform/env.ts';
import { applicationRole, applyMigrations, prepareApplicationRole } from '#prisma/migrate.ts';
import type { Database } from './database.ts';
import { Problem } from './problem.ts';
import { derivedPassword } from './secrets.ts';
import { type Server, startServer } from './server.ts';
import { onStopSignal } from './signals.ts';

type Prepared = { applied: string[]; applicationUrl: string };

/**
 * Brings the database up to date and returns the connection of the application's role, the only one the server gets.
 * Throws a Problem that says what to do where the owner may not make that role.
 */
export async function prepareDatabase(ownerUrl: string, secret: string, chosen?: string): Promise<Prepared> {
  try {
    const applied = await applyMigrations(ownerUrl);
    return { applied, applicationUrl: chosen ?? (await prepareApplicationRole(ownerUrl, derivedPassword(secret, applicationRole))) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error;
    throw new Problem(
      `The owner in DATABASE_URL lacks a right: ${error.message}. Where it may not make or change roles, let an administrator CREATE ROLE ${applicationRole} LOGIN with a password, and set DATABASE_APP_URL to its connection.`,
    );
  }
}

export type ServeOptions = {
  folder: string;
  guard: string;
  settings: Settings;
  port: number;
  secret: string;
  applicationUrl: string;
  publicUrl: string;
};

/** Starts the server with the application role's connection; the owner's stays in this process. */
export function serve({ folder, guard, settings, port, secret, applicationUrl, publicUrl }: ServeOptions): Promise<Server> {
  const { DATABASE_APP_URL: _chosen, DATABASE_URL: _owner, ...rest } = process.env;
  const env = { ...rest, DATABASE_URL: applicationUrl, GATEHOUSE_SECRET: secret, GATEHOUSE_URL: publicUrl };
  return startServer({ folder, guard, host: settings.GATEHOUSE_HOST, port, env });
}

/**
 * Waits for the first of: a signal, the end of the server, the end of the database. Then stops the server, when its
 * requests have finished, and after it the database. Returns the exit code.
 */
export async function untilStopped(server: Server, database: Database, cleanUp: () => void): Promise<number> {
  const signal = new Promise<'signal'>((resolve) => onStopSignal(() => resolve('signal')));
  const databaseEnded = database.cluster ? database.cluster.ended.then(() => 'database' as const) : new Promise<never>(() => undefined);
  const reason = await Promise.race([signal, server.ended.then(() => 'server' as const), databaseEnded]);
  if (reason === 'signal') console.log('\nStopping: requests in flight finish first.');
  if (reason === 'server') console.error('\n✗ The server ended by itself; the log above may say why. Start Gatehouse again.');
  if (reason === 'database')
    console.error('\n✗ The database ended by itself; postgres.log in the data folder says why. Start Gatehouse again.');
  await server.stop();
  await database.cluster?.stop();
  cleanUp();
  if (reason === 'signal') console.log('Stopped.');
  return reason === 'signal' ? 0 : 1;
}
