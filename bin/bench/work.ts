/** My work as people open it among a hundred thousand open reviews, a thousand of them theirs: each view against a bare page. */
import { withClient } from '#bin/running/database.ts';
import { Problem } from '#bin/running/problem.ts';
import type { Inventory } from './inventory.ts';
import { inTurn } from './load.ts';
import type { Plan } from './options.ts';
import { asReference, type Measured, percentile, report, tell } from './results.ts';
import type { Served } from './servers.ts';
import { get, textOf, visitOf } from './visitor.ts';

const openReviews = 100_000;
const ownReviews = 1_000;

const views = [
  ['table', '/work?view=table&part=waiting'],
  ['board', '/work?view=board'],
  ['calendar', '/work?view=calendar'],
] as const;
const readers = [
  ['team', 'lead'],
  ['everyone', 'admin'],
] as const;

/** As many templates as it takes for each asset to have no two reviews of the same kind. */
const templates = `
  INSERT INTO review_templates (key, subject) SELECT 'bench-' || n, 'version' FROM generate_series(1, $1) n`;
const contents = `
  INSERT INTO review_template_versions (template, number, content)
  SELECT key, 1, '{"name": "Bench", "items": [], "reviewers": [], "kinds": [], "stages": [], "description": "", "quorum": 1, "days": 5, "validityDays": 180}'
  FROM review_templates WHERE key LIKE 'bench-%'`;
const reviews = `
  INSERT INTO reviews (id, team_id, subject, asset_id, template, template_number, title, requested_by, due_at)
  SELECT uuid7(), a.team_id, 'version', a.id, t.key, 1, a.name || ' is looked at again', u.id, now() + (random() * 100 - 10) * interval '1 day'
  FROM (SELECT id, team_id, name FROM assets WHERE status = 'active') a CROSS JOIN (SELECT key FROM review_templates WHERE key LIKE 'bench-%') t,
    users u WHERE u.email = 'owner-1@bench.example' LIMIT $1`;

/** A seat in each: a thousand for whoever looks, one in fifty for a pool, the rest for two hundred others. */
const seats = `
  INSERT INTO review_seats (id, review_id, team_id, user_id, role)
  SELECT uuid7(), r.id, r.team_id,
    CASE WHEN r.own <= $1 THEN (SELECT id FROM users WHERE email = 'lead@bench.example')
      WHEN r.n <= $1 THEN (SELECT id FROM users WHERE email = 'admin@bench.example')
      WHEN r.n % 50 = 0 THEN NULL ELSE p.id END,
    CASE WHEN r.own > $1 AND r.n > $1 AND r.n % 50 = 0 THEN 'lead' END
  FROM (
    SELECT v.id, v.team_id, row_number() OVER (ORDER BY v.team_id <> l.id, md5(v.id::text)) AS own, row_number() OVER (ORDER BY md5(v.id::text || 'n')) AS n
    FROM reviews v, teams l WHERE l.key = 'team-1') r
  JOIN (SELECT id, row_number() OVER () AS n FROM users WHERE email LIKE 'owner-%') p ON p.n = 1 + r.n % 200`;

async function populateReviews({ ownerUrl, rows }: Inventory): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query("BEGIN; SELECT set_config('app.announced', 'bench.populated', true); SELECT setseed(0.42)");
    // One in ten more, for assets that are retired have no reviews.
    await client.query(templates, [Math.ceil((openReviews * 1.1) / rows)]);
    await client.query(contents);
    await client.query(reviews, [openReviews]);
    await client.query(seats, [ownReviews]);
    await client.query('COMMIT');
    await client.query('VACUUM ANALYZE reviews, review_seats');
    const { rows: counted } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM reviews WHERE status = 'open'");
    tell(`${counted[0]?.n} open reviews`);
  });
}

/** Measures each view for a lead and for an administrator, by one client and by ten. */
export async function measureWork(place: Inventory & { server: Served }, bare: Served, { wanted, seconds }: Plan): Promise<void> {
  const names = readers.flatMap(([scope, viewer]) =>
    views.map(([view, path]) => ({ name: `page.work.${view}.${scope}`, path, token: place.tokens[viewer] })),
  );
  const chosen = names.filter(({ name }) => wanted(name));
  if (chosen.length === 0) return;
  await populateReviews(place);
  const reference = await visitOf(bare.url);
  for (const { name, path, token } of chosen) {
    const url = `${place.server.url}${path}`;
    const first = await get(url, token);
    const text = textOf(first);
    if (first.status !== 200 || !text.includes('is looked at again'))
      throw new Problem(`${path} answered ${first.status} and shows no review:\n${text.slice(0, 600)}`);
    const visit = async () => {
      const { status } = await get(url, token);
      if (status !== 200) throw new Problem(`${path} answered ${status}.`);
    };
    for (const clients of [1, 10]) {
      const [alone = [], samples = []] = await inTurn([reference, { visit }], { clients, seconds });
      const bareMeasured: Measured = { name: 'page.bare', rows: reference.rows, clients, samples: alone, unit: 'ms' };
      report(bareMeasured);
      report({ name, rows: openReviews, clients, samples, unit: 'ms' }, [asReference(bareMeasured)]);
      tell(`${name}, ${clients} client(s): bare · page ${[alone, samples].map((each) => percentile(each, 0.5).toFixed(1)).join(' · ')} ms`);
    }
  }
}
