/** The numbers behind each chart, as the API gives them: for one team's lead, and for whoever reads every team. */
import { show, startWorker } from './api.ts';
import type { Inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import type { Measured } from './results.ts';

const charts = ['matrix', 'coverage', 'ageing', 'treatment', 'endings', 'assessment', 'teams'] as const;

/** The names of what is measured: "insights.matrix.team", "insights.matrix.everyone", and the latter cut by kind and stage. */
const measurements = charts.flatMap((chart) =>
  (
    [
      ['team', 'lead', ''],
      ['everyone', 'admin', ''],
      ['everyone.filtered', 'admin', 'kind=model,dataset&stage=develop,deploy'],
    ] as const
  ).map(([scope, viewer, query]) => ({ name: `insights.${chart}.${scope}`, path: `/insights/${chart}`, viewer, query })),
);

/** Measures the wanted charts at one inventory, one reader at a time. `smallest` collects the medians of the first, for growth. */
export async function measureInsights(place: Inventory, smallest: Map<string, Measured>, { wanted, seconds }: Plan): Promise<void> {
  const worker = startWorker(place);
  try {
    for (const { name, path, viewer, query } of measurements.filter((each) => wanted(each.name))) {
      const answer = await worker.ask({ path: `${path}?${query}`, token: place.tokens[viewer], effort: { clients: 1, seconds } });
      show(name, place.rows, 1, answer, smallest);
    }
  } finally {
    worker.stop();
  }
}
