import type pg from 'pg';
import { Prisma } from '#prisma/generated/client.ts';
import { longestComparison, mostCompared, nameSimilarity } from '../../rules.ts';
import { type Matching, run } from '../commands.ts';

/** New rows are compared by name so many at a time, between two looks at the clock. */
const batch = 200;

/**
 * Notes at each new row which assets of its team and kind may be the same one: the same files, the same package URL, or nearly the same name
 * with the same numbers in it. Assets that another row of the file is about are no candidates. Returns what was left out, in sentences.
 */
export async function findDuplicates(client: pg.PoolClient, { teamId }: Matching): Promise<string[]> {
  const { rows } = await run(
    client,
    Prisma.sql`SELECT (SELECT count(*)::int FROM matched WHERE action = 'create') AS created, EXISTS (SELECT FROM assets WHERE team_id = ${teamId}::uuid) AS compared`,
  );
  const { created, compared } = rows[0] as { created: number; compared: boolean };
  if (!compared || created === 0) return [];
  await client.query(`CREATE TEMP TABLE candidates (seq int, asset_id uuid, why text, rank int) ON COMMIT DROP;
    CREATE INDEX ON matched (asset_id)`);
  for (const [column, why, rank] of [
    ['root_digest', 'digest', 1],
    ['purl', 'purl', 2],
  ] as const) {
    await run(
      client,
      Prisma.sql`INSERT INTO candidates SELECT DISTINCT r.seq, a.id, ${why}, ${rank}::int
        FROM matched r JOIN matched_versions v ON v.row_seq = r.seq AND v.${Prisma.raw(column)} IS NOT NULL
        JOIN asset_versions av ON av.${Prisma.raw(column)} = v.${Prisma.raw(column)} AND av.team_id = ${teamId}::uuid
        JOIN assets a ON a.id = av.asset_id AND a.kind = r.kind AND a.status = 'active'
        WHERE r.action = 'create' AND NOT EXISTS (SELECT FROM matched m WHERE m.asset_id = a.id)`,
    );
  }
  const notes = await compareNames(client, teamId, created);
  await client.query(`UPDATE matched r SET duplicates = c.found FROM (
      SELECT seq, jsonb_agg(jsonb_build_object('id', id, 'name', name, 'key', key, 'why', why) ORDER BY rank, name) AS found FROM (
        SELECT c.seq, a.id, a.name, a.key, c.why, c.rank, row_number() OVER (PARTITION BY c.seq ORDER BY c.rank, a.name) AS at
        FROM (SELECT DISTINCT ON (seq, asset_id) * FROM candidates ORDER BY seq, asset_id, rank) c JOIN assets a ON a.id = c.asset_id) ranked
      WHERE at <= 5 GROUP BY seq) c
    WHERE c.seq = r.seq`);
  return notes;
}

async function compareNames(client: pg.PoolClient, teamId: string, created: number): Promise<string[]> {
  if (created > mostCompared)
    return [
      `Names were not compared with those that are there: that is done for up to ${mostCompared.toLocaleString('en')} new assets, and these are more.`,
    ];
  await client.query(`SET LOCAL pg_trgm.word_similarity_threshold = ${nameSimilarity}`);
  const until = performance.now() + longestComparison;
  let last = 0;
  for (let done = 0; done < created; done += batch) {
    if (performance.now() > until)
      return [
        `Names of ${done.toLocaleString('en')} of ${created.toLocaleString('en')} new assets were compared with those that are there; it took too long for the rest.`,
      ];
    const { rows } = await run(
      client,
      Prisma.sql`WITH wanted AS (SELECT seq, kind, name FROM matched WHERE action = 'create' AND seq > ${last} ORDER BY seq LIMIT ${batch}),
        found AS (INSERT INTO candidates SELECT r.seq, n.id, 'name', 3 FROM wanted r CROSS JOIN LATERAL (
          SELECT a.id FROM asset_list a
          WHERE a.team_id = ${teamId}::uuid AND a.kind = r.kind AND a.status = 'active'
            AND asset_text(a.name, a.key, a.description, a.tags, a.owner_name) %> lower(r.name)
            AND similarity(lower(a.name), lower(r.name)) >= ${nameSimilarity}
            AND regexp_replace(a.name, '[^0-9]', '', 'g') = regexp_replace(r.name, '[^0-9]', '', 'g')
            AND NOT EXISTS (SELECT FROM matched m WHERE m.asset_id = a.id)
          ORDER BY similarity(lower(a.name), lower(r.name)) DESC, a.id LIMIT 3) n)
        SELECT max(seq) AS last FROM wanted`,
    );
    last = (rows[0] as { last: number | null }).last ?? last;
  }
  return [];
}
