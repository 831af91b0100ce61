/** The API's list against the same rows by one plain statement, in one process; and what the page asks for after it is shown. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Problem } from '#bin/running/problem.ts';
import { checkout } from '#bin/setup/checkout.ts';
import type { ApiAnswer, ApiTask } from './api-worker.ts';
import { undoLater } from './clean-up.ts';
import { benchSecret, type Inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import { words } from './population.ts';
import { asReference, type Measured, percentile, report, tell } from './results.ts';
import { viewsOf } from './views.ts';

const columns = `a.id, a.key, a.name, a.kind, a.owner_name, a.stage, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy,
  a.level_monitor, a.level_change, a.criticality, a.exposure, a.data_class, a.tags, a.origin, a.status, a.updated_at, t.key AS team, t.name AS team_name`;
const byName = '(lower(a.name) COLLATE "C")';

const ownTeam = "a.team_id = (SELECT id FROM teams WHERE key = 'team-1')";

/** What is compared with plain `pg`: where the rows of one view are. The scope of each is written into the statement. */
const plainConditions: Record<string, string> = {
  'team.first': ownTeam,
  'team.deep': `${ownTeam} AND (${byName}, a.id) > ($1, $2::uuid)`,
  'team.filtered': `${ownTeam} AND a.kind = 'model'`,
  'everyone.first': 'true',
  'everyone.deep': `(${byName}, a.id) > ($1, $2::uuid)`,
};

const afterwards = (name: string) => [
  { name: `api.total.${name}`, path: '/assets/total', query: '' },
  { name: `api.total.${name}.common`, path: '/assets/total', query: `q=${words.common}` },
  { name: `api.total.${name}.middling`, path: '/assets/total', query: `q=${words.middling}` },
  ...['team', 'kind', 'owner', 'tag'].map((facet) => ({
    name: `api.facets.${name}.${facet}`,
    path: '/assets/facets',
    query: `facet=${facet}`,
  })),
  { name: `api.facets.${name}.kind.common`, path: '/assets/facets', query: `facet=kind&q=${words.common}` },
];

/** Measures every wanted operation at one inventory. `smallest` collects the medians of the first, for growth. */
export async function measureApi(place: Inventory, smallest: Map<string, Measured>, { wanted, seconds }: Plan): Promise<void> {
  const worker = startWorker(place);
  try {
    for (const { name, viewer, query } of viewsOf(place.deep).filter((view) => wanted(`api.list.${view.name}`))) {
      const condition = plainConditions[name];
      const values = name.endsWith('.deep') ? [place.deep[viewer].name, place.deep[viewer].id] : [];
      const text = `SELECT ${columns} FROM assets a JOIN teams t ON t.id = a.team_id WHERE a.status = 'active' AND ${condition} ORDER BY ${byName}, a.id LIMIT 50`;
      const plain = condition ? { url: place.ownerUrl, text, values } : undefined;
      for (const clients of [1, 10]) {
        const answer = await worker.ask({ path: `/assets?${query}`, token: place.tokens[viewer], plain, effort: { clients, seconds } });
        show(`api.list.${name}`, place.rows, clients, answer, smallest);
      }
    }
    for (const [viewer, scope] of [
      ['lead', 'team'],
      ['admin', 'everyone'],
    ] as const)
      for (const { name, path, query } of afterwards(scope).filter((each) => wanted(each.name)))
        show(
          name,
          place.rows,
          1,
          await worker.ask({ path: `${path}?${query}`, token: place.tokens[viewer], effort: { clients: 1, seconds } }),
          smallest,
        );
  } finally {
    worker.stop();
  }
}

/** Reports one answer, against its plain statement and its own smallest size; that is kept in `smallest`. */
export function show(
  name: string,
  rows: number,
  clients: number,
  answer: Exclude<ApiAnswer, { failure: string }>,
  smallest: Map<string, Measured>,
): void {
  const measured: Measured = { name, rows, clients, samples: answer.api, unit: 'ms' };
  const references = [];
  if (answer.plain.length > 0) {
    const plain: Measured = { name: name.replace('api.list', 'api.plain'), rows, clients, samples: answer.plain, unit: 'ms' };
    report(plain);
    references.push(asReference(plain));
  }
  const small = smallest.get(`${name}/${clients}`);
  if (small) references.push(asReference(small));
  else smallest.set(`${name}/${clients}`, measured);
  report(measured, references);
  const plainly = answer.plain.length > 0 ? `, plain ${percentile(answer.plain, 0.5).toFixed(2)} ms` : '';
  tell(`${name}@${rows}, ${clients} client(s): ${percentile(answer.api, 0.5).toFixed(2)} ms${plainly} (${answer.rows} rows)`);
}

/** A process that asks the API of this inventory; to be stopped. */
export function startWorker({ applicationUrl }: Inventory) {
  const child = fork(join(checkout, 'bin', 'bench', 'api-worker.ts'), {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      DATABASE_URL: applicationUrl,
      GATEHOUSE_SECRET: benchSecret,
      GATEHOUSE_URL: 'http://localhost:3000',
    },
    // Its log is written, as in production, and read by nobody.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = () => void child.kill();
  undoLater(async () => stop());
  return {
    stop,
    ask: (task: ApiTask) =>
      new Promise<Exclude<ApiAnswer, { failure: string }>>((resolve, reject) => {
        const ended = () => reject(new Problem('The process that measures the API ended by itself; what it said stands above.'));
        child.once('exit', ended);
        child.once('message', (answer: ApiAnswer) => {
          child.off('exit', ended);
          if ('failure' in answer) reject(new Problem(answer.failure));
          else resolve(answer);
        });
        child.send(task);
      }),
  };
}
