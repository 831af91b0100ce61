/** A database cluster for tests: fast, unsafe against a crash, and gone when stopped. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresAccount } from '#bin/postgres/account.ts';
import { postgresBinaries } from '#bin/postgres/binaries.ts';
import { type Cluster, startCluster } from '#bin/postgres/cluster.ts';

/** Starts PostgreSQL in a new folder below the system's temporary one; `stop` removes it. */
export async function throwawayCluster(): Promise<Cluster> {
  const account = postgresAccount();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  await chmod(folder, account ? 0o711 : 0o700);
  const cluster = await startCluster({ folder, binaries: postgresBinaries(account), account, durable: false });
  return {
    ...cluster,
    stop: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
