/** The verdict that a build asks for, and the board, in an inventory of any size. */
import { withClient } from '#bin/running/database.ts';
import { show, startWorker } from './api.ts';
import type { Inventory } from './inventory.ts';
import type { Plan } from './options.ts';
import type { Measured } from './results.ts';

/**
 * A version with a digest of every asset, one of four trained on or built by another; an approval of one in ten, and a waiver of one in a hundred. The
 * votes that an approval rests on are left out, so the guards are, too.
 */
const parts = [
  `INSERT INTO asset_versions (id, asset_id, team_id, label, root_digest, file_count, total_bytes, registered_at)
   SELECT uuid7(), id, team_id, '1.0', encode(sha256(id::text::bytea), 'hex'), 12, 4096, created_at FROM assets`,
  `INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation)
   SELECT uuid7(), v.team_id, v.id, v.before, 'trained_on'
   FROM (SELECT id, team_id, lag(id) OVER (ORDER BY id) AS before, row_number() OVER (ORDER BY id) AS n FROM asset_versions) v WHERE v.n % 4 = 0`,
  `INSERT INTO reviews (id, team_id, subject, asset_id, version_id, template, template_number, title, status, due_at, decided_at)
   SELECT v.id, v.team_id, 'version', v.asset_id, v.id, 'model-release', 1, 'As measured', 'approved', now(), now()
   FROM asset_versions v WHERE ascii(right(v.root_digest, 1)) % 10 = 0`,
  `INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, root_digest, upstream_digest, valid_until, moment)
   SELECT uuid7(), r.id, r.team_id, r.asset_id, r.version_id, v.root_digest, repeat('0', 64), now() + interval '90 days', 1
   FROM reviews r JOIN asset_versions v ON v.id = r.version_id`,
  `INSERT INTO waivers (id, team_id, asset_id, stage, requirement, content, reason, until, status, requested_by, decided_by, decided_at)
   SELECT uuid7(), a.team_id, a.id, 'deploy', 'signals', '{"key": "signals", "type": "no_signal", "level": "high"}', 'Measured, and borne meanwhile.',
     now() + interval '30 days', 'granted', o.id, u.id, now()
   FROM assets a, users u, users o WHERE u.email = 'admin@bench.example' AND o.email = 'lead@bench.example' AND ascii(right(a.id::text, 1)) % 100 = 50`,
];

async function populateGates({ ownerUrl }: Inventory): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query("BEGIN; SELECT set_config('app.announced', 'bench.populated', true); SET LOCAL session_replication_role = replica");
    for (const text of parts) await client.query(text);
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE asset_versions, lineage, reviews, approvals, waivers');
  });
}

type Asked = { id: string; key: string; team: string; digest: string };

/** Assets all over the first team, which the lead sees, each with what a build would have in hand. */
const someAssets = ({ ownerUrl }: Inventory): Promise<Asked[]> =>
  withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<Asked>(`
      SELECT a.id, a.key, t.key AS team, v.root_digest AS digest FROM assets a JOIN teams t ON t.id = a.team_id JOIN asset_versions v ON v.asset_id = a.id
      WHERE t.key = 'team-1' AND a.status = 'active' ORDER BY md5(a.id::text) LIMIT 8`);
    return rows;
  });

/** Measures all of it at one inventory, one reader at a time. `smallest` collects the medians of the first, for growth. */
export async function measureGates(place: Inventory, smallest: Map<string, Measured>, { wanted, seconds }: Plan): Promise<void> {
  await populateGates(place);
  const worker = startWorker(place);
  const measure = async (name: string, viewer: 'lead' | 'admin', paths: readonly string[], clients = 1) => {
    if (!wanted(name)) return;
    const answers = [];
    for (const path of paths)
      answers.push(await worker.ask({ path, token: place.tokens[viewer], effort: { clients, seconds: seconds / paths.length } }));
    show(name, place.rows, clients, { api: answers.flatMap(({ api }) => api), plain: [], rows: answers.length }, smallest);
  };
  try {
    const asked = await someAssets(place);
    const byId = asked.map(({ id, digest }) => `/gates/verdict?asset=${id}&stage=deploy&digest=${digest}`);
    const byKey = asked.map(({ key, team, digest }) => `/gates/verdict?asset=${key}&team=${team}&stage=deploy&digest=${digest}`);
    const unknown = asked.map(({ id }) => `/gates/verdict?asset=${id}&stage=monitor&digest=${'f'.repeat(64)}`);
    await measure('gates.verdict.id', 'lead', byId);
    await measure('gates.verdict.id', 'lead', byId, 10);
    await measure('gates.verdict.key', 'lead', byKey);
    await measure('gates.verdict.everyone', 'admin', byId);
    await measure('gates.verdict.unknown', 'lead', unknown);
    for (const [scope, viewer] of [
      ['team', 'lead'],
      ['everyone', 'admin'],
    ] as const) {
      await measure(`gates.board.${scope}`, viewer, ['/gates/board?stage=develop&limit=12']);
      await measure(`gates.board.${scope}.held`, viewer, ['/gates/board?stage=develop&limit=12&held=no_signal']);
      await measure(`gates.board.${scope}.counts`, viewer, ['/gates/board/counts']);
    }
  } finally {
    worker.stop();
  }
}
