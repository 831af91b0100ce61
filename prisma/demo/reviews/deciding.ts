/** What became of the bank's reviews, once their votes are in the database, and the approvals that they gave. */
import type pg from 'pg';
import type { Outcome } from './tables.ts';

/** The database lets a review go along its arrows alone, and approves none without its votes. */
export async function decideReviews(client: pg.Client, outcomes: readonly Outcome[]): Promise<void> {
  const told = JSON.stringify(outcomes);
  await client.query(
    `UPDATE reviews r SET status = CASE o.status WHEN 'stale' THEN 'approved' ELSE o.status END, decided_at = o.decided_at, break_glass = o.break_glass
     FROM jsonb_to_recordset($1::jsonb) AS o(id uuid, status text, decided_at timestamptz, break_glass boolean) WHERE r.id = o.id`,
    [told],
  );
  // As lib/reviews/approvals gives them, at the moment of the decision.
  await client.query(
    `INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, root_digest, stage, upstream, upstream_digest, governed, approved_at, valid_until, moment, status, stale_at, stale_reason, told_at)
     SELECT gen_random_uuid(), r.id, r.team_id, r.asset_id, r.version_id, v.root_digest, r.stage, u.upstream, u.digest,
       jsonb_build_object('stage', a.stage, 'exposure', a.exposure, 'dataClass', a.data_class), o.decided_at,
       o.decided_at + make_interval(days => (t.content ->> 'validityDays')::int), nextval('approval_moments'),
       CASE WHEN o.stale_at IS NULL THEN 'fresh' ELSE 'stale' END, o.stale_at,
       CASE WHEN o.stale_at IS NOT NULL THEN jsonb_build_object('what', 'version.registered', 'asset', coalesce(u.upstream_asset, r.asset_id)) END, o.stale_at
     FROM jsonb_to_recordset($1::jsonb) AS o(id uuid, status text, decided_at timestamptz, stale_at timestamptz)
     JOIN reviews r ON r.id = o.id JOIN assets a ON a.id = r.asset_id JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
     LEFT JOIN asset_versions v ON v.id = r.version_id
     CROSS JOIN LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object('version', w.version_id, 'digest', w.digest) ORDER BY w.version_id), '[]') AS upstream,
         encode(sha256(convert_to(coalesce(string_agg(coalesce(w.digest, '-') || '  ' || w.version_id || E'\\n', '' ORDER BY w.version_id), ''), 'UTF8')), 'hex') AS digest,
         (array_agg(w.asset_id ORDER BY w.version_id))[1] AS upstream_asset
       FROM approval_upstream(r.version_id) w) u
     WHERE o.status IN ('approved', 'conditions', 'stale')`,
    [told],
  );
  await client.query(
    `UPDATE reviews r SET status = 'stale' FROM jsonb_to_recordset($1::jsonb) AS o(id uuid, status text) WHERE r.id = o.id AND o.status = 'stale'`,
    [told],
  );
}
