/** The throw-away cluster of a run, and in it one inventory a size. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresAccount } from '#bin/postgres/account.ts';
import { postgresBinaries } from '#bin/postgres/binaries.ts';
import { type Cluster, startCluster } from '#bin/postgres/cluster.ts';
import { createDatabase, withClient } from '#bin/running/database.ts';
import { prepareDatabase } from '#bin/running/serve.ts';
import { undoLater } from './clean-up.ts';
import { populate } from './population.ts';
import { tell } from './results.ts';
import { populateRisks } from './risk-population.ts';
import { recalculateAll, startRiskWorker } from './risks.ts';
import { type Position, type Viewer, viewers } from './views.ts';

export type Inventory = {
  rows: number;
  ownerUrl: string;
  applicationUrl: string;
  /** A session of each viewer. */
  tokens: Record<Viewer, string>;
  /** A row far down each viewer's list by name. */
  deep: Record<Viewer, Position>;
};

export const benchSecret = 'a secret that only this bench knows';

/** Starts Postgres as in production, in a folder that goes with the run. */
export async function benchCluster(): Promise<Cluster> {
  const account = postgresAccount();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  undoLater(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, account ? 0o711 : 0o700);
  const cluster = await startCluster({ folder, binaries: postgresBinaries(account), account, durable: true });
  undoLater(cluster.stop);
  return cluster;
}

/** A migrated database with so many assets, and people signed in to it. */
export async function inventory(cluster: Cluster, rows: number, seed: number, name = `bench_${rows}`): Promise<Inventory> {
  await createDatabase(cluster, name);
  const ownerUrl = cluster.url(name);
  const { applicationUrl } = await prepareDatabase(ownerUrl, benchSecret);
  const began = performance.now();
  await populate(ownerUrl, rows, seed, (done) => tell(`${name}: ${done} assets, ${Math.round((performance.now() - began) / 1000)} s`));
  if (rows > 0) await addRisks({ ownerUrl, applicationUrl }, seed, name);
  return { rows, ownerUrl, applicationUrl, tokens: await signIn(ownerUrl), deep: await deepRows(ownerUrl) };
}

/** Adds risks and settles them, so that levels, counts and history are what they would be. */
async function addRisks(
  { ownerUrl, applicationUrl }: { ownerUrl: string; applicationUrl: string },
  seed: number,
  name: string,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => `${Math.round((performance.now() - began) / 1000)} s`;
  await populateRisks(ownerUrl, seed, (done) => tell(`${name}: risks of ${done} assets, ${elapsed()}`));
  const worker = startRiskWorker({ applicationUrl }, benchSecret);
  const { seconds } = await recalculateAll(ownerUrl, worker);
  worker.stop();
  await withClient(ownerUrl, async (client) => {
    await client.query('SELECT fold_tallies()');
    await client.query('VACUUM ANALYZE assets, risks, risk_changes, scorings, tallies, tally_sums');
  });
  tell(`${name}: settled in ${seconds.toFixed(1)} s; ${elapsed()} in all`);
}

async function signIn(ownerUrl: string): Promise<Record<Viewer, string>> {
  const tokens = Object.fromEntries(viewers.map((viewer) => [viewer, randomBytes(32).toString('base64url')])) as Record<Viewer, string>;
  await withClient(ownerUrl, async (client) => {
    for (const viewer of viewers)
      await client.query(
        `INSERT INTO sessions (id, user_id, token_hash, expires_at)
         SELECT uuid7(), id, $1, now() + interval '12 hours' FROM users WHERE email = $2`,
        [createHash('sha256').update(tokens[viewer]).digest(), `${viewer}@bench.example`],
      );
  });
  return tokens;
}

/** The row nine tenths down each viewer's list of active assets by name. */
async function deepRows(ownerUrl: string): Promise<Record<Viewer, Position>> {
  return withClient(ownerUrl, async (client) => {
    const found: [Viewer, Position][] = [];
    for (const viewer of viewers) {
      const scope = `status = 'active' AND (SELECT u.org_role = 'admin' OR team_id IN (SELECT team_id FROM memberships WHERE user_id = u.id)
        FROM users u WHERE email = '${viewer}@bench.example')`;
      const { rows } = await client.query<Position>(
        `SELECT lower(name) COLLATE "C" AS name, id FROM assets WHERE ${scope} ORDER BY 1, 2
         OFFSET (SELECT count(*) * 9 / 10 FROM assets WHERE ${scope}) LIMIT 1`,
      );
      if (rows[0]) found.push([viewer, rows[0]]);
    }
    return Object.fromEntries(found) as Record<Viewer, Position>;
  });
}
