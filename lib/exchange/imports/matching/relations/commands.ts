import type pg from 'pg';
import { misfit, relations } from '#lib/assets/lineage/rules.ts';
import { kinds } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Matching, run } from '../commands.ts';

/** Every combination that makes no sense, with the sentence that says what does. */
const misfits = relations.flatMap((relation) =>
  kinds.flatMap((from) =>
    kinds.flatMap((to) => {
      const reason = misfit(relation, from, to);
      return reason ? [{ relation, from, to, reason }] : [];
    }),
  ),
);

/**
 * Fills the temporary table `matched_relations`: which versions each arrow runs between, and whether it is new, known or refused. A target is a
 * row of the file by its ref or key, or an asset of the inventory by key or by "team/key". Where no version is named the last is meant; an
 * asset without any gets one called "unversioned", because arrows run between versions.
 */
export async function matchRelations(client: pg.PoolClient, { teamId, counts }: Matching): Promise<void> {
  const some = counts.relations > 0;
  await run(
    client,
    Prisma.sql`CREATE TEMP TABLE matched_relations ON COMMIT DROP AS
      SELECT s.seq, s.place, s.from_ref, s.from_label, s.relation, s.target, s.target_label, f.seq AS from_seq, f.asset_id AS from_asset_id, f.kind AS from_kind,
        coalesce(t.seq, n.seq) AS to_seq, coalesce(t.asset_id, n.asset_id, x.id, y.id) AS to_asset_id, coalesce(t.kind, n.kind, x.kind, y.kind) AS to_kind,
        NULL::uuid AS from_version_id, NULL::uuid AS to_version_id, NULL::text AS action, NULL::text AS reason
      FROM staged_relations s
      LEFT JOIN matched f ON f.ref = s.from_ref AND f.action <> 'rejected'
      LEFT JOIN matched t ON t.ref = s.target AND t.action <> 'rejected'
      LEFT JOIN matched n ON t.seq IS NULL AND n.key = s.target AND n.action <> 'rejected'
      LEFT JOIN assets x ON t.seq IS NULL AND n.seq IS NULL AND x.team_id = ${teamId}::uuid AND x.key = s.target
      LEFT JOIN LATERAL (SELECT a.id, a.kind FROM teams owning JOIN assets a ON a.team_id = owning.id AND a.key = substr(s.target, length(owning.key) + 2)
        WHERE t.seq IS NULL AND n.seq IS NULL AND x.id IS NULL AND starts_with(s.target, owning.key || '/') LIMIT 1) y ON true`,
  );
  if (!some) return;
  await client.query('ANALYZE matched_relations');
  await client.query(`INSERT INTO matched_versions (row_seq, seq, id, known, label, file_count, total_bytes, files, provenance, metadata, action)
    SELECT r.seq, 0, uuid7(), false, 'unversioned', 0, 0, '[]', '{}', '{}', 'create'
    FROM matched r
    WHERE r.seq IN (SELECT from_seq FROM matched_relations WHERE from_label IS NULL AND to_asset_id IS NOT NULL
        UNION SELECT to_seq FROM matched_relations WHERE target_label IS NULL AND from_seq IS NOT NULL)
      AND NOT EXISTS (SELECT FROM matched_versions v WHERE v.row_seq = r.seq)
      AND NOT EXISTS (SELECT FROM asset_versions av WHERE av.asset_id = r.asset_id)`);
  await client.query(`UPDATE matched_relations r SET from_version_id = ${versionOf('from_seq', 'from_asset_id', 'from_label')},
    to_version_id = ${versionOf('to_seq', 'to_asset_id', 'target_label')}`);
  await client.query('CREATE INDEX ON matched_relations (from_version_id); ANALYZE matched_relations');
  await run(
    client,
    Prisma.sql`UPDATE matched_relations r SET reason = CASE
        WHEN r.from_seq IS NULL THEN 'It starts from "' || left(r.from_ref, 80) || '", which is no accepted row of this file.'
        WHEN r.to_asset_id IS NULL THEN '"' || left(r.target, 80) || '" is neither an accepted row of this file nor an asset that you may see.'
        WHEN m.reason IS NOT NULL THEN m.reason
        WHEN r.from_version_id IS NULL THEN 'It has no version' || coalesce(' "' || r.from_label || '"', '') || ' to start from.'
        WHEN r.to_version_id IS NULL THEN '"' || left(r.target, 80) || '" has no version' || coalesce(' "' || r.target_label || '"', '') || ' to point at.'
        WHEN r.from_version_id = r.to_version_id THEN 'A version cannot be related to itself.' END
      FROM matched_relations told LEFT JOIN (SELECT * FROM jsonb_to_recordset(${JSON.stringify(misfits)}::jsonb) AS x (relation text, "from" text, "to" text, reason text)) m
        ON m.relation = told.relation AND m."from" = told.from_kind AND m."to" = told.to_kind
      WHERE told.seq = r.seq`,
  );
  await client.query(`UPDATE matched_relations r SET action = CASE WHEN r.reason IS NOT NULL THEN 'rejected'
      WHEN EXISTS (SELECT FROM lineage l WHERE l.from_version_id = r.from_version_id AND l.to_version_id = r.to_version_id AND l.relation = r.relation AND l.removed_at IS NULL)
        OR EXISTS (SELECT FROM matched_relations e WHERE e.from_version_id = r.from_version_id AND e.to_version_id = r.to_version_id AND e.relation = r.relation AND e.seq < r.seq)
      THEN 'unchanged' ELSE 'create' END`);
}

/** The version that is meant: one that the file tells of, else one that is registered; the last of them where no label is given. */
const versionOf = (seq: string, asset: string, label: string) => `coalesce(
  (SELECT v.id FROM matched_versions v WHERE v.row_seq = r.${seq} AND (v.action <> 'rejected' OR v.known) AND (r.${label} IS NULL OR v.label = r.${label}) ORDER BY v.seq DESC LIMIT 1),
  (SELECT av.id FROM asset_versions av WHERE av.asset_id = r.${asset} AND (r.${label} IS NULL OR av.label = r.${label}) ORDER BY av.registered_at DESC, av.id DESC LIMIT 1))`;
