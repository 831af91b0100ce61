/** The one folder that holds what this Gatehouse keeps on disk: its database, its secret, its lock. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Account, canEnter } from '#bin/postgres/account.ts';
import { sharedPlace } from '#bin/postgres/shared-place.ts';
import { Problem } from './problem.ts';

/**
 * Makes the folder and returns its path: GATEHOUSE_DATA_DIR, else `.gatehouse` in the checkout, else, when root starts
 * a checkout that Postgres's account cannot enter, a folder of this checkout's own below /var/lib/gatehouse.
 */
export function dataFolder(checkout: string, account: Account | null, chosen = process.env.GATEHOUSE_DATA_DIR): string {
  if (chosen) return usable(make(resolve(checkout, chosen), account), account);
  if (canEnter(checkout, account)) return usable(make(join(checkout, '.gatehouse'), account), account);
  const name = createHash('sha256').update(checkout).digest('hex').slice(0, 12);
  return usable(make(join(sharedPlace(), name), account), account);
}

/** Postgres's account may pass through, nobody may look around. */
function make(folder: string, account: Account | null): string {
  mkdirSync(folder, { recursive: true });
  if (!statSync(folder).isDirectory()) throw new Problem(`${folder} is not a folder. Choose another with GATEHOUSE_DATA_DIR.`);
  if (statSync(folder).uid === process.getuid?.()) chmodSync(folder, account ? 0o711 : 0o700);
  return folder;
}

function usable(folder: string, account: Account | null): string {
  if (canEnter(folder, account)) return folder;
  throw new Problem(
    `${folder} lies in a folder that the system user \`postgres\` may not enter. Choose a place outside it with GATEHOUSE_DATA_DIR, for example /var/lib/gatehouse/data.`,
  );
}
