/** The overview as people open it, against a bare page and against itself in the smallest inventory; and the numbers behind it. */

import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import { show, startWorker } from './api.ts';
import type { Inventory } from './inventory.ts';
import { inTurn, type Target } from './load.ts';
import type { Plan } from './options.ts';
import { asReference, type Measured, percentile, report, tell } from './results.ts';
import type { Served } from './servers.ts';
import { get, textOf, visitOf } from './visitor.ts';

const readers = [
  ['team', 'lead'],
  ['everyone', 'admin'],
] as const;

/** Ninety recorded days of every team and of the organisation, by kind and stage, as a server that never stopped would have left them. */
export async function populateHistory({ ownerUrl }: Inventory): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(`
      INSERT INTO posture_days (id, day, team_id, kind, stage, levels, risks, coverage, releases, incidents)
      SELECT uuid7(), (now() AT TIME ZONE 'UTC')::date - d.n, t.id, k.kind, s.stage, ARRAY[5, 40 + d.n, 6, 900 - d.n, 7, 80, 30, 9],
        ARRAY[0, 140 + d.n, 16, 2900 - d.n, 27, 280, 130, 29], ARRAY[800, 300, 200, 100], d.n % 3, 0
      FROM generate_series(1, 90) d (n), (SELECT id FROM teams UNION ALL SELECT NULL) t (id),
        unnest(ARRAY['', 'dataset', 'model', 'pipeline', 'infrastructure', 'repository']) k (kind),
        unnest(ARRAY['', 'collect', 'validate', 'develop', 'deploy', 'monitor', 'change']) s (stage)`);
    await client.query('VACUUM ANALYZE posture_days');
  });
}

/** Measures the page at each size, by one client and by ten. The inventories come smallest first. */
export async function measureOverview(
  places: readonly (Inventory & { server: Served })[],
  bare: Served,
  { wanted, seconds }: Plan,
): Promise<void> {
  for (const [scope, viewer] of readers.filter(([each]) => wanted(`page.overview.${each}`))) {
    const pages = await Promise.all(places.map((place) => overviewOf(place.server.url, place.tokens[viewer])));
    const reference = await visitOf(bare.url);
    for (const clients of [1, 10]) {
      const [first = [], ...rest] = await inTurn([reference, ...pages], { clients, seconds });
      const bareMeasured: Measured = { name: 'page.bare', rows: reference.rows, clients, samples: first, unit: 'ms' };
      report(bareMeasured);
      const measured = places.map(
        ({ rows }, at): Measured => ({ name: `page.overview.${scope}`, rows, clients, samples: rest[at] ?? [], unit: 'ms' }),
      );
      for (const each of measured)
        report(each, [asReference(bareMeasured), ...(each !== measured[0] && measured[0] ? [asReference(measured[0])] : [])]);
      const medians = [first, ...rest].map((samples) => percentile(samples, 0.5).toFixed(1)).join(' · ');
      tell(`page.overview.${scope}, ${clients} client(s): bare · by size ${medians} ms (${pages.at(-1)?.bytes} bytes)`);
    }
  }
}

/** A visit that must answer 200, and shows the heatmap the first time. */
async function overviewOf(url: string, token: string): Promise<Target & { bytes: number }> {
  const first = await get(`${url}/`, token);
  const text = textOf(first);
  if (first.status !== 200 || !text.includes('posture='))
    throw new Problem(`The overview answered ${first.status} and shows no level:\n${text.slice(0, 600)}`);
  const visit = async () => {
    const { status } = await get(`${url}/`, token);
    if (status !== 200) throw new Problem(`The overview answered ${status}.`);
  };
  return { visit, bytes: text.length };
}

const numbers = [
  { what: 'overview', path: '/insights/overview' },
  { what: 'history', path: '/insights/history' },
  { what: 'report', path: '/reports/posture' },
];

/** Measures the overview's numbers, ninety days of history and a report of today, as the API gives them. */
export async function measureOverviewNumbers(place: Inventory, smallest: Map<string, Measured>, { wanted, seconds }: Plan): Promise<void> {
  const worker = startWorker(place);
  try {
    for (const { what, path } of numbers)
      for (const [scope, viewer] of readers.filter(([each]) => wanted(`insights.${what}.${each}`))) {
        const answer = await worker.ask({ path, token: place.tokens[viewer], effort: { clients: 1, seconds } });
        show(`insights.${what}.${scope}`, place.rows, 1, answer, smallest);
      }
  } finally {
    worker.stop();
  }
}
