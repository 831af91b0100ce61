import { houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { connect, scopeScript } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { utcDay } from './rules.ts';
import { byCoverage, byLevel } from './sql.ts';

/**
 * Writes down how this UTC day stands: for each team and the whole organisation, each kind and all, each stage and the whole. Asked again on
 * the same day it writes the day anew, so that the last asking is what remains; days that have passed are never written.
 * @returns how many rows the day has
 */
export async function recordDay(): Promise<number> {
  const client = await connect();
  try {
    await client.query(`BEGIN;${scopeScript(houseScope(null))}`);
    const query = written(utcDay(now()));
    const { rowCount } = await client.query(query.text, query.values);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** The organisation stands in the table as no team, and here as this, so that rows meet by equality. */
const organisation = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** What of a table happened on the day, by team and kind, by each of them, and in all. It belongs to no stage. */
const happened = (day: string, table: Prisma.Sql, at: Prisma.Sql, which: Prisma.Sql) => Prisma.sql`
  SELECT coalesce(e.team_id, ${organisation}) AS team, coalesce(a.kind, '') AS kind, '' AS stage, count(*)::int AS n
  FROM ${table} e JOIN assets a ON a.id = e.asset_id
  WHERE ${at} >= ${day}::date::timestamp AT TIME ZONE 'UTC' AND ${at} < (${day}::date + 1)::timestamp AT TIME ZONE 'UTC' AND ${which}
  GROUP BY CUBE (e.team_id, a.kind)`;

/** A count that is not there is none of them. */
const none = (places: number) => Prisma.raw(`'{${Array(places).fill(0).join(',')}}'::int[]`);

/** Every team has a row for the whole, be it of zeros: a day without one is a gap. What was there earlier on the day and is no more is zero. */
const written = (day: string) => Prisma.sql`
  WITH cells AS MATERIALIZED (
    SELECT measure, team_id, kind, stage, level, x, sum(n) AS n FROM tallies WHERE measure IN ('asset', 'coverage') GROUP BY 1, 2, 3, 4, 5, 6
  ), assets_by AS (
    SELECT coalesce(team_id, ${organisation}) AS team, coalesce(kind, '') AS kind, stage, ${byLevel} AS levels
    FROM cells WHERE measure = 'asset' GROUP BY GROUPING SETS ((team_id, kind, stage), (team_id, stage), (kind, stage), (stage))
  ), risks_by AS (
    SELECT coalesce(team_id, ${organisation}) AS team, coalesce(kind, '') AS kind, coalesce(stage, '') AS stage, ${byLevel} AS risks,
      ${byCoverage} AS coverage
    FROM cells WHERE measure = 'coverage' GROUP BY CUBE (team_id, kind, stage)
  ), releases_by AS (${happened(day, Prisma.sql`asset_versions`, Prisma.sql`e.registered_at`, Prisma.sql`true`)}
  ), incidents_by AS (${happened(day, Prisma.sql`signals`, Prisma.sql`e.raised_at`, Prisma.sql`e.source = 'incident'`)}
  ), keys AS (
    SELECT ${organisation} AS team, '' AS kind, '' AS stage
    UNION SELECT id, '', '' FROM teams WHERE archived_at IS NULL
    UNION SELECT coalesce(team_id, ${organisation}), kind, stage FROM posture_days WHERE day = ${day}::date
    UNION SELECT team, kind, stage FROM assets_by
    UNION SELECT team, kind, stage FROM risks_by
    UNION SELECT team, kind, stage FROM releases_by
    UNION SELECT team, kind, stage FROM incidents_by
  )
  INSERT INTO posture_days (id, day, team_id, kind, stage, levels, risks, coverage, releases, incidents, recorded_at)
  SELECT uuid7(), ${day}::date, nullif(team, ${organisation}), kind, stage, coalesce(levels, ${none(8)}), coalesce(risks, ${none(8)}),
    coalesce(coverage, ${none(4)}), coalesce(v.n, 0), coalesce(i.n, 0), ${now()}
  FROM keys
  LEFT JOIN assets_by USING (team, kind, stage)
  LEFT JOIN risks_by USING (team, kind, stage)
  LEFT JOIN releases_by v USING (team, kind, stage)
  LEFT JOIN incidents_by i USING (team, kind, stage)
  ON CONFLICT (day, (coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid)), kind, stage) DO UPDATE
  SET levels = excluded.levels, risks = excluded.risks, coverage = excluded.coverage, releases = excluded.releases,
    incidents = excluded.incidents, recorded_at = excluded.recorded_at`;
