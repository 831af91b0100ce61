import { build } from '#bin/setup/build.ts';
import { measureApi } from './api.ts';
import { benchCluster, type Inventory, inventory } from './inventory.ts';
import { measureListPages } from './list-pages.ts';
import type { BenchOptions, Plan } from './options.ts';
import { type Measured, tell } from './results.ts';
import { serveBare, serveInventory } from './servers.ts';
import { signedInRows } from './visitor.ts';

/** Runs what is wanted, on one cluster. */
export async function runBench({ sizes, only, seed, seconds }: BenchOptions): Promise<void> {
  const wanted = (name: string) => only.length === 0 || only.some((word) => name.includes(word));
  /** Is anything of this group wanted? A word may name the group, a part of it, or a part of one of its names. */
  const some = (group: string) => wanted(group) || only.some((word) => word.startsWith(`${group}.`));
  const plan: Plan = { wanted, seconds };

  if (some('page.list')) await build();
  if (some('page.list') || some('api.list') || some('api.total') || some('api.facets')) {
    const cluster = await benchCluster();
    const inventories: Inventory[] = [];
    for (const rows of sizes) inventories.push(await inventory(cluster, rows, seed));
    const smallest = new Map<string, Measured>();
    for (const place of inventories) await measureApi(place, smallest, plan);
    if (some('page.list')) {
      const places = [];
      for (const each of inventories) places.push({ ...each, server: await serveInventory(each) });
      const [first] = places;
      if (first) await measureListPages(places, await serveBare(await signedInRows(first.server.url, first.tokens.lead)), plan);
    }
  }
  tell('done');
}
