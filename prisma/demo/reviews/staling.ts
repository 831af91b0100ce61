/** What became of the bank's approvals, by the rules of lib/reviews/approvals: as if they had been judged as things happened. */
import type pg from 'pg';

/**
 * Approvals that an upstream dataset, model, pipeline or repository has left behind went stale when its new version came, and their reviews with them;
 * those that went stale for nothing of the kind had passed their time, or
 * stood elsewhere when they were approved.
 */
export async function staleApprovals(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: string; review_id: string }>(
    `UPDATE approvals p SET status = 'stale', stale_at = n.registered_at, told_at = n.registered_at,
       stale_reason = jsonb_strip_nulls(jsonb_build_object('what', 'version.registered', 'asset', n.asset_id, 'version', n.id, 'by', n.registered_by))
     FROM (
       SELECT DISTINCT ON (p.id) p.id AS approval, n.* FROM approvals p CROSS JOIN LATERAL jsonb_array_elements(p.upstream) o
       JOIN asset_versions u ON u.id = (o ->> 'version')::uuid
       JOIN asset_versions n ON n.asset_id = u.asset_id AND n.id <> u.id AND n.registered_at > p.approved_at AND (n.root_digest = u.root_digest) IS NOT TRUE
       WHERE p.status <> 'superseded' AND n.asset_id <> p.asset_id ORDER BY p.id, n.registered_at) n
     WHERE p.id = n.approval RETURNING p.id, p.review_id`,
  );
  await client.query("UPDATE reviews SET status = 'stale' WHERE id = ANY ($1) AND status IN ('approved', 'conditions')", [
    rows.map(({ review_id }) => review_id),
  ]);
  await client.query(
    `INSERT INTO audit_events (id, at, event, actor_id, target_type, target_id, team_id, operation_id, request_id, after)
     SELECT gen_random_uuid(), p.stale_at, e.event, (p.stale_reason ->> 'by')::uuid, e.type, e.target, p.team_id, gen_random_uuid(), 'demonstration',
       jsonb_build_object('approvalId', p.id, 'what', 'version.registered')
     FROM approvals p, LATERAL (VALUES ('approval.staled', 'asset', p.asset_id), ('review.staled', 'review', p.review_id)) e(event, type, target) WHERE p.id = ANY ($1)`,
    [rows.map(({ id }) => id)],
  );
  await client.query(
    `UPDATE approvals SET valid_until = stale_at, stale_reason = jsonb_build_object('what', 'time.passed', 'asset', asset_id)
     WHERE status = 'stale' AND stale_reason ->> 'version' IS NULL AND stale_at > approved_at + interval '20 days'`,
  );
  await client.query(
    `UPDATE approvals p SET governed = p.governed || jsonb_build_object('exposure', w.was),
       stale_reason = jsonb_build_object('what', 'exposure.changed', 'asset', p.asset_id, 'before', w.was, 'after', p.governed ->> 'exposure')
     FROM (VALUES ('isolated', 'internal'), ('internal', 'isolated'), ('partner', 'internal'), ('public', 'partner')) w(now, was)
     WHERE p.status = 'stale' AND p.stale_reason ->> 'what' = 'version.registered' AND p.stale_reason ->> 'version' IS NULL AND w.now = p.governed ->> 'exposure'`,
  );
}
