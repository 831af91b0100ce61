/** Fills a database with an inventory of any size: 50 teams, believable names, the same for the same seed. */
import pg from 'pg';
import { connectionFields } from '#prisma/engine.ts';

export const teamCount = 50;
/** In every second asset, in one of a hundred, in one of fifty thousand. */
export const words = { common: 'production', middling: 'churn', rare: 'zephyr' } as const;

/**
 * Adds `size` assets in 50 teams by one statement a hundred thousand, triggers and indexes on as in life. Whoever looks
 * at it is made as well: a lead of the first team, a lead of three, an administrator.
 * @param seed a number from -1 to 1, as Postgres's setseed takes it
 */
export async function populate(ownerUrl: string, size: number, seed: number, onProgress: (done: number) => void): Promise<void> {
  const client = new pg.Client(connectionFields(ownerUrl));
  await client.connect();
  try {
    await announced(client, async () => {
      await client.query(
        `INSERT INTO teams (id, key, name, updated_at) SELECT uuid7(), 'team-' || n, 'Team ' || n, now() FROM generate_series(1, ${teamCount}) n`,
      );
      await client.query(`INSERT INTO users (id, email, name, org_role, updated_at) VALUES
        (uuid7(), 'lead@bench.example', 'Lena Lead', 'member', now()), (uuid7(), 'three@bench.example', 'Theo Three', 'member', now()),
        (uuid7(), 'admin@bench.example', 'Ada Admin', 'admin', now())`);
      await client.query(`INSERT INTO users (id, email, name, updated_at)
        SELECT uuid7(), 'owner-' || n || '@bench.example', 'Owner ' || n, now() FROM generate_series(1, 200) n`);
      await client.query(`INSERT INTO memberships (team_id, user_id, role)
        SELECT t.id, u.id, 'lead' FROM teams t, users u WHERE (t.key = 'team-1' AND u.email = 'lead@bench.example')
          OR (t.key IN ('team-1', 'team-20', 'team-40') AND u.email = 'three@bench.example')`);
    });
    const piece = 100_000;
    for (let from = 1; from <= size; from += piece) {
      const to = Math.min(size, from + piece - 1);
      await announced(client, async () => {
        await client.query('SELECT setseed($1)', [seed * (from / (from + 1))]);
        await client.query(assets, [from, to]);
      });
      onProgress(to);
    }
    await client.query('VACUUM ANALYZE assets');
  } finally {
    await client.end();
  }
}

async function announced(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN; SELECT set_config('app.announced', 'bench.populated', true)");
  await work();
  await client.query('COMMIT');
}

const pick = (values: readonly string[], random: string) =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(', ')}])[1 + floor(${random} * ${values.length})::int]`;

const subjects = [
  'fraud',
  'credit',
  'customer',
  'payment',
  'document',
  'speech',
  'image',
  'forecast',
  'pricing',
  'routing',
  'support',
  'search',
];
const things = [
  'scoring',
  'features',
  'embeddings',
  'classifier',
  'ranking',
  'archive',
  'labels',
  'gateway',
  'cluster',
  'registry',
  'training',
  'export',
];

const assets = `
WITH team AS (SELECT array_agg(id ORDER BY key) AS ids FROM teams), person AS (SELECT array_agg(id ORDER BY email) AS ids FROM users WHERE email LIKE 'owner-%'),
drawn AS (
  SELECT n, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f, random() AS g, random() AS h
  FROM generate_series($1::int, $2::int) n)
INSERT INTO assets (id, team_id, kind, key, name, description, owner_id, stage, criticality, exposure, data_class, tags, origin, status, level, level_deploy, created_at, updated_at)
SELECT uuid7(), team.ids[1 + (n % ${teamCount})], ${pick(['dataset', 'model', 'pipeline', 'infrastructure', 'repository'], 'a')}, 'asset-' || n,
  initcap(${pick(subjects, 'b')}) || ' ' || ${pick(things, 'c')} || ' ' || n,
  CASE WHEN d < 0.5 THEN 'Used in ${words.common} by several services' ELSE 'Kept for research and comparison' END
    || CASE WHEN e < 0.01 THEN ', ${words.middling} model family' ELSE '' END || CASE WHEN n % 50000 = ${teamCount} THEN ', ${words.rare} programme' ELSE '' END,
  CASE WHEN f < 0.9 THEN person.ids[1 + floor(f * 200)::int] END,
  ${pick(['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'], 'g')}, 1 + floor(h * 5)::int,
  ${pick(['isolated', 'internal', 'partner', 'public'], 'd')}, ${pick(['public', 'internal', 'confidential', 'restricted'], 'e')},
  ARRAY[${pick(['pci', 'gdpr', 'pilot', 'legacy', 'tier-1', 'tier-2'], 'h')}], CASE WHEN g < 0.7 THEN 'file' ELSE 'manual' END,
  CASE WHEN b < 0.97 THEN 'active' ELSE 'retired' END, floor(c * 5)::int, floor(c * 5)::int,
  now() - a * interval '700 days', now() - f * interval '365 days'
FROM drawn, team, person`;
