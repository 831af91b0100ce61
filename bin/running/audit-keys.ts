/** The public keys of this installation, as its server has them: for verifying the audit log from the command line. */
import type { KeyObject } from 'node:crypto';
import { postgresAccount } from '#bin/postgres/account.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { keyFrom, publicKeyFrom } from '#lib/access/audit/keys.ts';
import { dataFolder } from './data-folder.ts';
import { keptSecret } from './secrets.ts';
import { readSettings } from './settings.ts';

export async function keptKeys(): Promise<KeyObject[]> {
  const settings = await readSettings();
  const secret =
    settings.GATEHOUSE_SECRET ??
    keptSecret(dataFolder(checkout, settings.DATABASE_URL ? null : postgresAccount(), settings.GATEHOUSE_DATA_DIR), 'secret');
  return [keyFrom(settings.GATEHOUSE_AUDIT_KEY, secret).publicKey, ...settings.GATEHOUSE_AUDIT_FORMER_KEYS.map(publicKeyFrom)];
}
