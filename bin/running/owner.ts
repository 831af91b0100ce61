import { join } from 'node:path';
import { postgresAccount } from '#bin/postgres/account.ts';
import { runningPostmaster } from '#bin/postgres/postmaster.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { dataFolder } from './data-folder.ts';
import { takeLock } from './lock.ts';
import { loadEnvironmentFile, readSettings } from './settings.ts';

/** Does a piece of work with the owner's connection: to the database of DATABASE_URL, or the embedded one, started for as long as it takes. */
export async function withOwner<T>(work: (ownerUrl: string) => Promise<T>): Promise<T> {
  loadEnvironmentFile(checkout);
  const settings = await readSettings();
  const { embeddedDatabase, externalDatabase } = await import('./database.ts');
  if (settings.DATABASE_URL) return work((await externalDatabase(settings.DATABASE_URL)).ownerUrl);
  const account = postgresAccount();
  const folder = dataFolder(checkout, account, settings.GATEHOUSE_DATA_DIR);
  const lock = takeLock(folder, 'the command line', () => runningPostmaster(join(folder, 'postgres')) !== null);
  try {
    const database = await embeddedDatabase(folder, account);
    try {
      return await work(database.ownerUrl);
    } finally {
      await database.cluster?.stop();
    }
  } finally {
    lock.release();
  }
}
