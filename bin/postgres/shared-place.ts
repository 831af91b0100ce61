import { chmodSync, mkdirSync } from 'node:fs';

/** The folder, open to every account, where root keeps what Postgres's account could not reach in the checkout. */
export function sharedPlace(): string {
  const folder = '/var/lib/gatehouse';
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}
