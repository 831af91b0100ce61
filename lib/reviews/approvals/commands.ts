/** What a review gives once it is approved: an approval, bound to the version, its digest and everything upstream at that moment. */
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';

type Given = {
  asset_id: string;
  team_id: string;
  version_id: string | null;
  stage: string | null;
  root_digest: string | null;
  upstream: number;
  valid_until: Date;
};

/**
 * Gives the approval of a review that this change approves, with or without conditions; call it once the review's row says so. It takes the place of
 * earlier ones of the same asset, template and stage: of those of the same version, and of those that went stale. The decider's scope must write the team.
 * @returns the approval's id; null for a review of a person's access, which approves no asset
 * @throws Error when the review is not there
 */
export async function approve(change: Change, reviewId: string): Promise<string | null> {
  const { tx } = change;
  const review = await tx.review.findUniqueOrThrow({ where: { id: reviewId } });
  if (review.assetId === null) return null;
  // Whoever changes the asset, or is about to commit what strikes approvals, is waited for; whoever comes after waits for this.
  await tx.$queryRaw`SELECT 1 FROM assets WHERE id = ${review.assetId}::uuid FOR SHARE`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.approvals', 0))`;
  await supersede(change, reviewId);
  const id = newId();
  const [given] = await tx.$queryRaw<Given[]>`
    INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, root_digest, stage, upstream, upstream_digest, governed, approved_at, valid_until, moment)
    SELECT ${id}::uuid, r.id, r.team_id, r.asset_id, r.version_id, v.root_digest, r.stage, u.upstream, u.digest,
      jsonb_build_object('stage', a.stage, 'exposure', a.exposure, 'dataClass', a.data_class), ${now()}::timestamptz,
      ${now()}::timestamptz + make_interval(days => coalesce((t.content ->> 'validityDays')::int, 180)), nextval('approval_moments')
    FROM reviews r JOIN assets a ON a.id = r.asset_id JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
    LEFT JOIN asset_versions v ON v.id = r.version_id
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(jsonb_build_object('version', o.version_id, 'digest', o.digest) ORDER BY o.version_id), '[]') AS upstream,
        encode(sha256(convert_to(coalesce(string_agg(coalesce(o.digest, '-') || '  ' || o.version_id || E'\n', '' ORDER BY o.version_id), ''), 'UTF8')), 'hex') AS digest
      FROM approval_upstream(r.version_id) o) u
    WHERE r.id = ${reviewId}::uuid
    RETURNING asset_id, team_id, version_id, stage, root_digest, jsonb_array_length(upstream) AS upstream, valid_until`;
  if (!given) throw new Error('A review cannot be approved that this change may not write.');
  await change.record({
    event: 'approval.given',
    targetType: 'asset',
    targetId: given.asset_id,
    teamId: given.team_id,
    after: {
      ...{ approvalId: id, reviewId, versionId: given.version_id, stage: given.stage, rootDigest: given.root_digest },
      ...{ upstream: given.upstream, validUntil: given.valid_until.toISOString() },
    },
  });
  return id;
}

/** Of the same version: what holds. Of whatever version: what went stale, for somebody has looked again. */
async function supersede({ tx }: Change, reviewId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE approvals p SET status = 'superseded' FROM reviews r, reviews e
    WHERE r.id = ${reviewId}::uuid AND e.id = p.review_id AND p.asset_id = r.asset_id AND e.template = r.template AND p.stage IS NOT DISTINCT FROM r.stage
      AND (p.status = 'stale' OR p.status = 'fresh' AND p.version_id IS NOT DISTINCT FROM r.version_id)`;
}

/**
 * Takes back the approval of a review that is opened again because a condition was missed; nothing where there is none that holds. The caller tells people.
 */
export async function lapse({ tx, act }: Pick<Change, 'tx' | 'act'>, reviewId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE approvals SET status = 'stale', stale_at = ${now()}::timestamptz, told_at = ${now()}::timestamptz,
      stale_reason = jsonb_strip_nulls(jsonb_build_object('what', 'task.missed', 'asset', asset_id, 'by', ${act.actorId}::text))
    WHERE review_id = ${reviewId}::uuid AND status = 'fresh'`;
}
