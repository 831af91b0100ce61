/** What the audit log costs: changes a second with and without it in one run, and how far the sealer lags behind at a thousand events a second. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Cluster } from '#bin/postgres/cluster.ts';
import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import { checkout } from '#bin/setup/checkout.ts';
import type { AuditAnswer, AuditTask } from './audit-worker.ts';
import { undoLater } from './clean-up.ts';
import { benchSecret, inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import { asReference, type Measured, percentile, report, tell } from './results.ts';

const clients = 16;
const eventsASecond = 1_000;
const size = 10_000;

/** Rates are medians of many short rounds of both kinds in turn, so that what else the machine does falls on both. */
export async function measureAudit(cluster: Cluster, seed: number, { wanted, seconds }: Plan): Promise<void> {
  const place = await inventory(cluster, size, seed, 'bench_audit');
  const { actorId, assets } = await withClient(place.ownerUrl, async (client) => ({
    actorId: (await client.query<{ id: string }>("SELECT id FROM users WHERE email = 'admin@bench.example'")).rows[0]?.id ?? '',
    assets: (
      await client.query<{ id: string }>("SELECT id FROM assets WHERE status = 'active' AND version = 1 ORDER BY id LIMIT 2000")
    ).rows.map(({ id }) => id),
  }));
  const child = fork(join(checkout, 'bin', 'bench', 'audit-worker.ts'), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      DATABASE_URL: place.applicationUrl,
      GATEHOUSE_SECRET: benchSecret,
      GATEHOUSE_POOL_SIZE: '20',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  undoLater(async () => void child.kill());
  const ask = (task: AuditTask) =>
    new Promise<Exclude<AuditAnswer, { failure: string }>>((resolve, reject) => {
      const ended = () => reject(new Problem('The process that measures the audit log ended by itself; what it said stands above.'));
      child.once('exit', ended);
      child.once('message', (answer: AuditAnswer) => {
        child.off('exit', ended);
        if ('failure' in answer) reject(new Problem(answer.failure));
        else resolve(answer);
      });
      child.send(task);
    });
  if (wanted('audit.write')) {
    const answer = await ask({ task: 'write', clients, seconds: seconds / 4, rounds: 24, token: place.tokens.admin, assets });
    const without: Measured = { name: 'audit.write.without', rows: size, clients, samples: answer.without, unit: 'changes/s' };
    report(without);
    report({ name: 'audit.write.with', rows: size, clients, samples: answer.with, unit: 'changes/s' }, [asReference(without)]);
    const cost = 1 - percentile(answer.with, 0.5) / percentile(answer.without, 0.5);
    tell(
      `audit.write: ${percentile(answer.with, 0.5).toFixed(0)} changes/s, ${percentile(answer.without, 0.5).toFixed(0)} without: ${(cost * 100).toFixed(1)} %`,
    );
  }
  if (wanted('audit.seal')) {
    const { lags, with: rates } = await ask({ task: 'seal', perSecond: eventsASecond, seconds: Math.max(20, seconds * 4), actorId });
    report({ name: 'audit.seal', rows: lags.length, clients: 1, samples: lags, unit: 'ms' });
    tell(`audit.seal: lag p99 ${percentile(lags, 0.99).toFixed(0)} ms over ${lags.length} events at ${rates[0]?.toFixed(0)} a second`);
  }
  child.kill();
}
