/** The audit log's list, in process, over logs of two sizes: first page, deep page, filters and a search, as an administrator reads it. */
import type { Cluster } from '#bin/postgres/cluster.ts';
import { withClient } from '#bin/running/database.ts';
import { encodeCursor } from '#lib/platform/cursor.ts';
import { show, startWorker } from './api.ts';
import { type Inventory, inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import { type Measured, tell } from './results.ts';

const assets = 10_000;
const sizes = [100_000, 1_000_000];
const piece = 100_000;

/** Measures every wanted page of the list at each size. The log grows from one size to the next. */
export async function measureAuditList(cluster: Cluster, seed: number, { wanted, seconds }: Plan): Promise<void> {
  const place = await inventory(cluster, assets, seed, 'bench_audit_list');
  const smallest = new Map<string, Measured>();
  let filled = 0;
  for (const events of sizes) {
    await grow(place, filled, events);
    filled = events;
    const worker = startWorker(place);
    for (const { name, query } of (await pagesOf(place)).filter((page) => wanted(page.name))) {
      const task = { path: `/audit?${query}`, token: place.tokens.admin, effort: { clients: 1, seconds } };
      show(name, events, 1, await worker.ask(task), smallest);
    }
    worker.stop();
  }
}

/** Adds events from one count to another: edits of the assets by their owners' hands and by administrators, a second apart, the newest last. */
async function grow({ ownerUrl }: Inventory, from: number, to: number): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    for (let done = from; done < to; done += piece) {
      await client.query("BEGIN; SELECT set_config('app.announced', 'bench.populated', true)");
      await client.query(
        `WITH a AS (SELECT id, team_id, owner_id, row_number() OVER (ORDER BY id) - 1 AS n FROM assets)
         INSERT INTO audit_events (id, at, event, actor_id, target_type, target_id, team_id, operation_id, request_id, before, after, via, via_id)
         SELECT uuid7(), now() - interval '400 days' + s * interval '1 second', (ARRAY['asset.edited', 'asset.edited', 'asset.retired', 'asset.restored'])[1 + s % 4],
           coalesce(a.owner_id, (SELECT id FROM users WHERE email = 'admin@bench.example')), 'asset', a.id, a.team_id, uuid7(), uuid7()::text,
           '{"stage": "develop"}', '{"stage": "deploy"}', 'session', uuid7()
         FROM generate_series($1::int, $2::int) s JOIN a ON a.n = (s::bigint * 7919) % (SELECT count(*) FROM a)`,
        [done, Math.min(to, done + piece) - 1],
      );
      await client.query('COMMIT');
      tell(`bench_audit_list: ${Math.min(to, done + piece)} events`);
    }
    await client.query('VACUUM ANALYZE audit_events');
  });
}

type Page = { name: string; query: string };

async function pagesOf({ ownerUrl }: Inventory): Promise<Page[]> {
  return withClient(ownerUrl, async (client) => {
    const deep = await client.query<{ at: string; id: string }>(
      'SELECT at::text AS at, id FROM audit_events ORDER BY at DESC, id DESC OFFSET (SELECT count(*) * 9 / 10 FROM audit_events) LIMIT 1',
    );
    const busy = await client.query<{ actor: string; target: string }>(
      "SELECT actor_id AS actor, target_id AS target FROM audit_events WHERE event = 'asset.retired' ORDER BY at, id LIMIT 1",
    );
    const [row, who] = [deep.rows[0], busy.rows[0]];
    const after = encodeCursor({ sort: '-at', values: [row?.at ?? '', row?.id ?? ''] });
    const queries = {
      first: '',
      deep: `after=${after}`,
      event: 'event=asset.retired',
      actor: `actor=${who?.actor}`,
      target: `target=${who?.target}`,
      team: 'team=team-7&event=asset.restored',
      search: 'q=owner-7@',
    };
    return Object.entries(queries).map(([what, query]) => ({ name: `audit.list.${what}`, query }));
  });
}
