/** One asset scored again, every asset recalculated, and a change of the catalogue previewed. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import { checkout } from '#bin/setup/checkout.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { undoLater } from './clean-up.ts';
import type { Inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import { report, tell } from './results.ts';
import type { PreviewedChange, RiskAnswer, RiskTask } from './risk-worker.ts';

type Place = Pick<Inventory, 'rows' | 'ownerUrl' | 'applicationUrl'>;

/** A process that works on the risks of this inventory; to be stopped. */
export function startRiskWorker({ applicationUrl }: Pick<Place, 'applicationUrl'>, secret: string) {
  const child = fork(join(checkout, 'bin', 'bench', 'risk-worker.ts'), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      DATABASE_URL: applicationUrl,
      GATEHOUSE_SECRET: secret,
      GATEHOUSE_URL: 'http://localhost:3000',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = () => void child.kill();
  undoLater(async () => stop());
  const ask = (task: RiskTask) =>
    new Promise<Exclude<RiskAnswer, { failure: string }>>((resolve, reject) => {
      const ended = () => reject(new Problem('The process that measures risks ended by itself; what it said stands above.'));
      child.once('exit', ended);
      child.once('message', (answer: RiskAnswer) => {
        child.off('exit', ended);
        if ('failure' in answer) reject(new Problem(answer.failure));
        else resolve(answer);
      });
      child.send(task);
    });
  return { stop, ask };
}
type Worker = ReturnType<typeof startRiskWorker>;

/** Has the worker recalculate every asset; returns the seconds that took, and how many moved. */
export async function recalculateAll(ownerUrl: string, worker: Worker): Promise<{ seconds: number; moved: number; memory: number }> {
  const id = newId();
  await withClient(ownerUrl, (client) => client.query("INSERT INTO recalculations (id, cause) VALUES ($1, 'catalogue.changed')", [id]));
  const { milliseconds, moved, memory } = await worker.ask({ task: 'recalculate', id });
  return { seconds: (milliseconds[0] ?? 0) / 1000, moved, memory };
}

/** Measures all of it at one inventory. */
export async function measureRisks(place: Place, secret: string, { wanted }: Plan): Promise<void> {
  const worker = startRiskWorker(place, secret);
  try {
    if (wanted('catalogue.preview')) await measurePreviews(place, worker);
    if (wanted('risk.recalculate')) await measureRecalculation(place, worker);
    if (wanted('risk.rescore')) {
      const { milliseconds } = await worker.ask({ task: 'rescore', risks: await someRisks(place.ownerUrl) });
      report({ name: 'risk.rescore', rows: place.rows, clients: 1, samples: milliseconds, unit: 'ms' });
    }
  } finally {
    worker.stop();
  }
}

async function measurePreviews({ rows }: Place, worker: Worker): Promise<void> {
  for (const what of ['matrix', 'strength', 'off', 'mitigation'] satisfies PreviewedChange[]) {
    const { milliseconds, moved } = await worker.ask({ task: 'preview', what, times: 3 });
    report({ name: `catalogue.preview.${what}`, rows, clients: 1, samples: milliseconds, unit: 'ms' });
    tell(`catalogue.preview.${what}@${rows}: ${moved} assets would move`);
  }
}

/** Where nothing moves, and where a tenth of the risks gets other values. */
async function measureRecalculation({ rows, ownerUrl }: Place, worker: Worker): Promise<void> {
  const measure = async (name: string) => {
    const { seconds, moved, memory } = await recalculateAll(ownerUrl, worker);
    report({ name, rows, clients: 1, samples: [rows / seconds], unit: 'assets/s' });
    report({ name: `${name}.memory`, rows, clients: 1, samples: [memory], unit: 'MB' });
    tell(`${name}@${rows}: ${seconds.toFixed(1)} s, ${moved} assets moved`);
  };
  await measure('risk.recalculate.still');
  await withClient(ownerUrl, (client) =>
    client.query(`BEGIN; SELECT set_config('app.announced', 'bench.changed', true);
      UPDATE threats SET likelihood = 1 + likelihood % 5 WHERE key = (
        SELECT threat FROM risks WHERE level > 3 GROUP BY threat ORDER BY abs(count(DISTINCT asset_id) - (SELECT count(*) FROM assets) * 0.1) LIMIT 1); COMMIT`),
  );
  await measure('risk.recalculate.tenth');
}

async function someRisks(ownerUrl: string): Promise<{ id: string; asset_id: string; team_id: string }[]> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query(
      'SELECT id, asset_id, team_id FROM risks WHERE applies AND assessed_at IS NOT NULL ORDER BY md5(id::text) LIMIT 220',
    );
    return rows;
  });
}
