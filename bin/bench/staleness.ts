/** How long it takes until a hundred thousand approvals are stale, 300 levels below a dataset that gets a new version, and to find the way to one. */
import type pg from 'pg';
import type { Cluster } from '#bin/postgres/cluster.ts';
import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import { inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import { report, tell } from './results.ts';

const [levels, wide] = [300, 334];
const dependants = levels * wide;
const times = 3;

const digest = (of: string) => `encode(sha256(convert_to(${of}, 'UTF8')), 'hex')`;

/** Models in ten teams, each made from two of the level above, the first of a dataset; each approved, and its snapshot as long as a usual one. */
const population = [
  `INSERT INTO teams (id, key, name) SELECT uuid7(), 'stale-' || g, 'Stale ' || g FROM generate_series(1, 10) g`,
  `CREATE TEMPORARY TABLE nodes AS SELECT g AS n, uuid7() AS asset, uuid7() AS version, (SELECT array_agg(id) FROM teams WHERE key LIKE 'stale-%')[1 + g % 10] AS team
   FROM generate_series(0, ${dependants}) g`,
  'ALTER TABLE nodes ADD PRIMARY KEY (n)',
  'ANALYZE nodes',
  `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags)
   SELECT asset, team, CASE WHEN n = 0 THEN 'dataset' ELSE 'model' END, 'stale-' || n, 'Stale ' || n, 'develop', 3, 'internal', 'internal', '{}' FROM nodes`,
  `INSERT INTO asset_versions (id, asset_id, team_id, label, root_digest) SELECT version, asset, team, '1', ${digest('n::text')} FROM nodes`,
  `INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation)
   SELECT uuid7(), b.team, b.version, a.version, 'derived_from' FROM nodes b JOIN nodes a ON a.n = greatest(b.n - ${wide}, 0) WHERE b.n > 0
   UNION ALL SELECT uuid7(), b.team, b.version, a.version, 'trained_on' FROM nodes b JOIN nodes a ON a.n = b.n - ${wide} - b.n % ${wide} + (b.n * 7 + 1) % ${wide}
   WHERE b.n > 2 * ${wide} AND a.n <> b.n - ${wide}`,
  'SET session_replication_role = replica',
  `INSERT INTO reviews (id, team_id, subject, asset_id, version_id, template, template_number, title, status, due_at)
   SELECT uuid7(), team, 'version', asset, version, t.key, 1, 'Stale ' || n, 'approved', now() FROM nodes, (SELECT min(key) AS key FROM review_templates) t WHERE n > 0`,
  `INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, root_digest, upstream, upstream_digest, governed, valid_until, moment)
   SELECT uuid7(), r.id, r.team_id, r.asset_id, r.version_id, ${digest('r.title')},
     (SELECT jsonb_agg(jsonb_build_object('version', uuid7(), 'digest', ${digest('g::text || r.title')})) FROM generate_series(1, 8) g), ${digest("'x' || r.title")},
     '{"stage": "develop", "exposure": "internal", "dataClass": "internal"}', now() + interval '180 days', nextval('approval_moments') FROM reviews r WHERE r.title LIKE 'Stale %'`,
  'RESET session_replication_role',
  'TRUNCATE risks_due, reviews_due, approvals_due',
];

/** Measures it on a database of its own. */
export async function measureStaleness(cluster: Cluster, seed: number, { wanted }: Plan): Promise<void> {
  if (!wanted('staleness.judge') && !wanted('staleness.path')) return;
  const { ownerUrl } = await inventory(cluster, 0, seed, 'bench_staleness');
  await withClient(ownerUrl, async (client) => {
    await client.query("SELECT set_config('app.announced', 'bench.populated', false)");
    for (const text of population) await client.query(text);
    await client.query('VACUUM ANALYZE assets, asset_versions, lineage, reviews, approvals');
    tell(`staleness: ${dependants} approvals on ${levels} levels`);
    const samples: number[] = [];
    for (let time = 0; time < times; time += 1) samples.push(await judged(client));
    report({ name: 'staleness.judge', rows: dependants, clients: 1, samples, unit: 'ms' });
    const { rows } = await client.query<{ id: string }>(
      "SELECT p.id FROM approvals p JOIN assets a ON a.id = p.asset_id WHERE p.status = 'stale' ORDER BY substr(a.key, 7)::int DESC LIMIT 20",
    );
    const paths: number[] = [];
    for (const { id } of rows) paths.push(await timed(() => client.query('SELECT approval_path($1)', [id])));
    report({ name: 'staleness.path', rows: dependants, clients: 1, samples: paths, unit: 'ms' });
  });
}

/** Registers another version of the dataset, and has what hangs on it judged, to the end of its transaction; then all is fresh again but the last time. */
async function judged(client: pg.Client): Promise<number> {
  // The guards refuse that what was lost comes back.
  await client.query(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE approvals SET status = 'fresh', stale_at = NULL, stale_reason = NULL WHERE status = 'stale'; COMMIT`);
  await client.query('VACUUM approvals');
  await client.query(`INSERT INTO asset_versions (id, asset_id, team_id, label, root_digest)
    SELECT uuid7(), asset, team, uuid7()::text, ${digest('uuid7()::text')} FROM nodes WHERE n = 0`);
  const taken = await timed(() => client.query('BEGIN; SELECT judge_approvals(false, 2000000000); COMMIT'));
  const { rows } = await client.query<{ stale: number }>("SELECT count(*)::int AS stale FROM approvals WHERE status = 'stale'");
  if (rows[0]?.stale !== dependants) throw new Problem(`${rows[0]?.stale} approvals are stale, and ${dependants} should be.`);
  return taken;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
