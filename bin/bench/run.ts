import { build } from '#bin/setup/build.ts';
import { measureApi } from './api.ts';
import { measureAudit } from './audit.ts';
import { measureAuditList } from './audit-list.ts';
import { measureBrowser } from './browser.ts';
import { measureGates } from './gates.ts';
import { measureImport } from './imports.ts';
import { measureInsights } from './insights.ts';
import { benchCluster, benchSecret, type Inventory, inventory } from './inventory.ts';
import { measureListPages } from './list-pages.ts';
import type { BenchOptions, Plan } from './options.ts';
import { measureOverview, measureOverviewNumbers, populateHistory } from './overview.ts';
import { type Measured, tell } from './results.ts';
import { measureRisks } from './risks.ts';
import { serveBare, serveInventory } from './servers.ts';
import { measureStaleness } from './staleness.ts';
import { measureStart } from './start-times.ts';
import { signedInRows } from './visitor.ts';
import { measureWork } from './work.ts';

/** Runs what is wanted, on one cluster. */
export async function runBench({ sizes, only, seed, seconds }: BenchOptions): Promise<void> {
  const wanted = (name: string) => only.length === 0 || only.some((word) => name.includes(word));
  /** May anything of this group be wanted? Words that name no group are parts of a view's name. */
  const groups = ['page', 'api', 'browser', 'import', 'audit', 'start', 'risk', 'catalogue', 'insights', 'gates', 'staleness'];
  const some = (group: string) =>
    only.length === 0 ||
    only.some((word) => word.startsWith(group) || (!groups.some((each) => word.startsWith(each)) && /page|api/.test(group)));
  /** May anything with a name that begins so be wanted? */
  const measured = (start: string) => only.length === 0 || only.some((word) => start.startsWith(word) || word.startsWith(start));
  const plan: Plan = { wanted, seconds };

  if (some('start')) await measureStart();
  if (!['page', 'api', 'import', 'audit', 'browser', 'risk', 'catalogue', 'insights', 'gates', 'staleness'].some(some)) return;
  const served = ['page', 'import', 'browser'].some(some);
  if (served) await build();
  const cluster = await benchCluster();
  if (['page', 'api', 'browser', 'risk', 'catalogue', 'insights', 'gates'].some(some)) {
    const inventories: Inventory[] = [];
    for (const rows of sizes) inventories.push(await inventory(cluster, rows, seed));
    if (['page', 'insights'].some(some)) for (const place of inventories) await populateHistory(place);
    if (some('api')) {
      const smallest = new Map<string, Measured>();
      for (const place of inventories) await measureApi(place, smallest, plan);
    }
    const places = [];
    if (some('page') || some('browser')) for (const each of inventories) places.push({ ...each, server: await serveInventory(each) });
    const [first] = places;
    if (first) {
      const bare = await serveBare(await signedInRows(first.server.url, first.tokens.lead));
      if (some('page')) await measureListPages(places, bare, plan);
      if (some('page')) await measureOverview(places, bare, plan);
      if (some('page')) await measureWork(first, bare, plan);
      if (some('browser')) await measureBrowser(places, bare);
    }
    for (const { server } of places) await server.stop();
    if (some('insights')) {
      const smallest = new Map<string, Measured>();
      for (const place of inventories) {
        await measureInsights(place, smallest, plan);
        await measureOverviewNumbers(place, smallest, plan);
      }
    }
    if (some('gates')) {
      const smallest = new Map<string, Measured>();
      for (const place of inventories) await measureGates(place, smallest, plan);
    }
    if (some('risk') || some('catalogue')) for (const place of inventories) await measureRisks(place, benchSecret, plan);
  }
  if (some('audit') && ['audit.write', 'audit.seal'].some(measured)) await measureAudit(cluster, seed, plan);
  if (some('audit') && measured('audit.list')) await measureAuditList(cluster, seed, plan);
  if (some('staleness')) await measureStaleness(cluster, seed, plan);
  if (some('import')) for (const rows of sizes) await measureImport(cluster, rows, seed);
  tell('done');
}
