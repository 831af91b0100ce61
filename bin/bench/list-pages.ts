/** The list page as people open it, against a bare page of the same rows, and against itself in the smallest inventory. */
import type { Inventory } from './inventory.ts';
import { inTurn } from './load.ts';
import type { Plan } from './options.ts';
import { asReference, type Measured, percentile, report, tell } from './results.ts';
import type { Served } from './servers.ts';
import { viewsOf } from './views.ts';
import { visitOf } from './visitor.ts';

/** Measures every wanted view at each size by one client and by ten. The inventories come smallest first. */
export async function measureListPages(
  places: readonly (Inventory & { server: Served })[],
  bare: Served,
  { wanted, seconds }: Plan,
): Promise<void> {
  const [smallest] = places;
  if (!smallest) return;
  for (const { name } of viewsOf(smallest.deep).filter((view) => wanted(`page.list.${view.name}`))) {
    const pages = await Promise.all(
      places.map((place) => {
        const view = viewsOf(place.deep).find((each) => each.name === name);
        return visitOf(`${place.server.url}/assets?${view?.query}`, view && place.tokens[view.viewer]);
      }),
    );
    const reference = await visitOf(bare.url);
    for (const clients of [1, 10]) {
      const [first = [], ...rest] = await inTurn([reference, ...pages], { clients, seconds });
      const bareMeasured: Measured = { name: 'page.bare', rows: reference.rows, clients, samples: first, unit: 'ms' };
      report(bareMeasured);
      const measured = places.map(
        ({ rows }, at): Measured => ({ name: `page.list.${name}`, rows, clients, samples: rest[at] ?? [], unit: 'ms' }),
      );
      for (const each of measured)
        report(each, [asReference(bareMeasured), ...(each !== measured[0] && measured[0] ? [asReference(measured[0])] : [])]);
      const medians = [first, ...rest].map((samples) => percentile(samples, 0.5).toFixed(1)).join(' · ');
      tell(
        `page.list.${name}, ${clients} client(s): bare · by size ${medians} ms (${pages.at(-1)?.rows} rows, ${pages.at(-1)?.bytes} bytes)`,
      );
    }
  }
}
