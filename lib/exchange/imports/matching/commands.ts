/** What each staged row would do, found in set operations over temporary tables, never row by row. */
import type pg from 'pg';
import { Prisma } from '#prisma/generated/client.ts';
import type { StagedCounts } from '../staging/commands.ts';
import { changesOf, stageKept, withStageKept } from './sql.ts';

export type Matching = {
  importId: string;
  teamId: string;
  /** The kinds that the person may write in this team. */
  writable: readonly string[];
  /** Bills of materials call things anew each time they are made: their reference fills a gap and replaces nothing. */
  fillOrigin: boolean;
  counts: StagedCounts;
};

export const run = (client: pg.PoolClient, query: Prisma.Sql) => client.query(query.text, query.values);

/** References that mean the same thing everywhere: package URLs, URNs, addresses. A mere "component-1" may mean anything. */
const global = '^(pkg:|urn:|[a-z][a-z0-9+.-]*://)';

/**
 * Fills the temporary tables `matched` and `matched_versions`. A row is about the asset with its key; without one, about the asset that the
 * person merged it with before; without that, about the one asset of its kind with the same global reference.
 */
export async function matchRows(client: pg.PoolClient, matching: Matching): Promise<void> {
  const { importId, teamId, writable, counts } = matching;
  const decided = await run(
    client,
    Prisma.sql`CREATE TEMP TABLE decided ON COMMIT DROP AS
      SELECT DISTINCT ON (r.key) r.key, r.decision, CASE WHEN r.decision LIKE 'merge:%' THEN substr(r.decision, 7)::uuid END AS asset_id
      FROM import_rows r JOIN imports i ON i.id = r.import_id
      WHERE r.team_id = ${teamId}::uuid AND r.decision IS NOT NULL AND (i.status = 'done' OR i.id = ${importId}::uuid)
      ORDER BY r.key, (i.id = ${importId}::uuid) DESC, i.id DESC`,
  );
  const known = [Prisma.sql`k.id`];
  const joins = [Prisma.sql`LEFT JOIN assets k ON k.team_id = ${teamId}::uuid AND k.key = s.key AND s.reason IS NULL`];
  if (decided.rowCount) {
    joins.push(Prisma.sql`LEFT JOIN decided d ON d.key = s.key AND k.id IS NULL`);
    known.push(Prisma.sql`d.asset_id`);
  }
  if (counts.origins > 0) {
    joins.push(Prisma.sql`LEFT JOIN (
      SELECT origin_ref, kind, min(id::text)::uuid AS id FROM assets
      WHERE team_id = ${teamId}::uuid AND origin_ref ~ ${global} GROUP BY origin_ref, kind HAVING count(*) = 1) o
      ON o.origin_ref = s.record ->> 'originRef' AND o.kind = s.kind AND k.id IS NULL
        AND NOT EXISTS (SELECT FROM staged_rows same JOIN assets t ON t.key = same.key AND t.team_id = ${teamId}::uuid WHERE t.id = o.id)`);
    known.push(Prisma.sql`o.id`);
  }
  const target = Prisma.join(known, ', ');
  const alone = known.length === 1;
  const owner = counts.owners > 0;
  const changes = changesOf(matching.fillOrigin);
  await run(
    client,
    Prisma.sql`CREATE TEMP TABLE matched ON COMMIT DROP AS
      SELECT s.seq, s.place, s.ref, s.kind, s.key, s.name, coalesce(a.id, s.new_id) AS asset_id, a.version AS asset_version,
        ${decided.rowCount ? Prisma.sql`d.decision` : Prisma.sql`NULL::text`} AS decision,
        ${owner ? Prisma.sql`CASE WHEN u.id IS NULL THEN s.record ELSE s.record || jsonb_build_object('ownerId', u.id) END` : Prisma.sql`s.record`} AS record,
        ${withStageKept(owner ? Prisma.sql`CASE WHEN u.id IS NULL AND s.record ->> 'owner' IS NOT NULL THEN coalesce(s.notes, '[]') || jsonb_build_array('Nobody here has the address "' || (s.record ->> 'owner') || '": the owner was left out.') ELSE s.notes END` : Prisma.sql`s.notes`)} AS notes,
        NULL::jsonb AS duplicates, a.status AS status, c.changes,
        CASE WHEN s.reason IS NOT NULL OR s.kind <> ALL (${writable}) THEN 'rejected'
          WHEN a.id IS NULL THEN 'create'
          WHEN a.kind <> ALL (${writable}) THEN 'rejected'
          WHEN c.changes IS NULL THEN 'unchanged'
          WHEN a.status = 'retired' AND coalesce(s.record ->> 'status', 'retired') = 'retired' THEN 'rejected'
          ELSE 'update' END AS action,
        CASE WHEN s.reason IS NOT NULL THEN s.reason
          WHEN s.kind <> ALL (${writable}) THEN 'Your roles in this team do not let you write assets of the kind ' || s.kind || '.'
          WHEN a.kind <> ALL (${writable}) THEN 'Your roles in this team do not let you write the asset that is there, of the kind ' || a.kind || '.'
          WHEN a.status = 'retired' AND c.changes IS NOT NULL AND coalesce(s.record ->> 'status', 'retired') = 'retired'
            THEN 'The asset is retired. Restore it before it is changed.' END AS reason
      FROM staged_rows s
      ${Prisma.join(joins, ' ')}
      ${owner ? Prisma.sql`LEFT JOIN users u ON u.email = s.record ->> 'owner' AND u.status = 'active'` : Prisma.sql`CROSS JOIN (SELECT NULL::uuid AS id, NULL::text AS name) u`}
      ${alone ? Prisma.sql`LEFT JOIN LATERAL (SELECT k.*) a ON k.id IS NOT NULL` : Prisma.sql`LEFT JOIN assets a ON a.id = coalesce(${target}) AND a.team_id = ${teamId}::uuid`}
      LEFT JOIN LATERAL (SELECT ${changes} AS changes) c ON a.id IS NOT NULL`,
  );
  // One asset that two rows lead to is the first one's; the other row stands for itself.
  if (!alone)
    await run(
      client,
      Prisma.sql`UPDATE matched m SET action = 'create', changes = NULL, notes = nullif(m.notes - ${stageKept}::text, '[]'), asset_version = NULL, asset_id = s.new_id, decision = NULL
        FROM staged_rows s WHERE s.seq = m.seq AND m.action IN ('update', 'unchanged')
          AND EXISTS (SELECT FROM matched other WHERE other.asset_id = m.asset_id AND other.seq < m.seq)`,
    );
  await client.query('ANALYZE matched');
  await matchVersions(client);
}

/** A version that is registered stays as it is: the same content is unchanged, other content under its label is refused. */
async function matchVersions(client: pg.PoolClient): Promise<void> {
  await client.query(`CREATE TEMP TABLE matched_versions ON COMMIT DROP AS
    SELECT v.row_seq, v.seq, coalesce(av.id, v.id) AS id, av.id IS NOT NULL AS known, v.label, v.location, v.purl, v.root_digest,
      v.file_count, v.total_bytes, v.files, v.provenance, v.metadata,
      CASE WHEN v.reason IS NOT NULL THEN 'rejected' WHEN av.id IS NULL AND r.status = 'retired' AND NOT coalesce(r.changes ? 'status', false) THEN 'rejected'
        WHEN av.id IS NULL THEN 'create' WHEN same.content THEN 'unchanged' ELSE 'rejected' END AS action,
      CASE WHEN v.reason IS NOT NULL THEN v.reason WHEN av.id IS NULL AND r.status = 'retired' AND NOT coalesce(r.changes ? 'status', false)
          THEN 'The asset is retired. Restore it before a version is registered.'
        WHEN av.id IS NOT NULL AND NOT same.content THEN 'Version "' || v.label || '" is registered with other content, and versions never change.' END AS reason
    FROM staged_versions v
    JOIN matched r ON r.seq = v.row_seq AND r.action <> 'rejected'
    LEFT JOIN asset_versions av ON av.asset_id = r.asset_id AND av.label = v.label AND r.action <> 'create'
    LEFT JOIN LATERAL (SELECT (v.root_digest IS NULL OR v.root_digest = av.root_digest) IS TRUE AND (v.purl IS NULL OR v.purl = av.purl) IS TRUE
      AND (v.location IS NULL OR v.location = av.location) IS TRUE
      AND ((v.root_digest IS NOT NULL AND v.root_digest = av.root_digest) OR av.metadata @> v.metadata) AS content) same ON true`);
  await client.query('CREATE INDEX ON matched_versions (row_seq); ANALYZE matched_versions');
}

/** Rows of known assets that get a version or an arrow are changes too, and say so. */
export async function noteAdditions(client: pg.PoolClient): Promise<void> {
  await client.query(`UPDATE matched r SET action = 'update', changes = coalesce(r.changes, '{}') || jsonb_build_object('versions', jsonb_build_array(NULL, v.labels))
    FROM (SELECT row_seq, jsonb_agg(label ORDER BY seq) AS labels FROM matched_versions WHERE action = 'create' GROUP BY row_seq) v
    WHERE v.row_seq = r.seq AND r.action IN ('update', 'unchanged')`);
  await client.query(`UPDATE matched r SET action = 'update', changes = coalesce(r.changes, '{}') || jsonb_build_object('relations', jsonb_build_array(NULL, l.arrows))
    FROM (SELECT from_seq, jsonb_agg(relation || ' ' || target ORDER BY seq) AS arrows FROM matched_relations WHERE action = 'create' GROUP BY from_seq) l
    WHERE l.from_seq = r.seq AND r.action IN ('update', 'unchanged')`);
}
