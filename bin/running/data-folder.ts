/** The one folder that holds what this Gatehouse keeps on disk: its database, its secret, its lock. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Account, canEnter } from '#bin/postgres/account.ts';
import { sharedPlace } from '#bin/postgres/shared-place.ts';
import { Problem } from './problem.ts';

/**
 * Where the folder is: GATEHOUSE_DATA_DIR, else `.gatehouse` in the checkout, else, when root starts a checkout that
 * Postgres's account cannot reach, a folder of this checkout's own below `shared`.
 */
export function placeOf(checkout: string, reachable: boolean, shared: string, chosen?: string): string {
  if (chosen) return resolve(checkout, chosen);
  if (reachable) return join(checkout, '.gatehouse');
  return join(shared, createHash('sha256').update(checkout).digest('hex').slice(0, 12));
}

/** Makes the folder where there is none and returns its path. Throws a Problem where Postgres's account may not enter it. */
export function dataFolder(checkout: string, account: Account | null, chosen = process.env.GATEHOUSE_DATA_DIR): string {
  const reachable = canEnter(checkout, account);
  const folder = placeOf(checkout, reachable, reachable || chosen ? '' : sharedPlace(), chosen);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Problem(`${folder} is not a folder. Choose another with GATEHOUSE_DATA_DIR.`);
  const made = mkdirSync(folder, { recursive: true });
  // Postgres's account may pass through, nobody may look around. A folder that a person made keeps the rights they gave it.
  if (made !== undefined || !chosen) chmodSync(folder, account ? 0o711 : 0o700);
  return usable(folder, account);
}

function usable(folder: string, account: Account | null): string {
  if (canEnter(folder, account)) return folder;
  throw new Problem(
    `${folder} lies in a folder that the system user \`postgres\` may not enter. Choose a place outside it with GATEHOUSE_DATA_DIR, for example /var/lib/gatehouse/data.`,
  );
}
