import type { Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { ApprovalState, StaleCause } from './rules.ts';

/** An approval as a gate reads it. */
export type StandingApproval = {
  id: string;
  reviewId: string;
  /** The template's key, and the subject of its review. */
  template: string;
  subject: string;
  title: string;
  versionId: string | null;
  rootDigest: string | null;
  /** The stage that it was approved for; null where it was for none. */
  stage: Stage | null;
  /** Approved, and tasks of it are still to be done. */
  conditions: boolean;
  breakGlass: boolean;
  approvedAt: Date;
  validUntil: Date;
  /** As judged at the moment of asking: what has passed its time is stale, whatever is stored. */
  status: Exclude<ApprovalState, 'superseded'>;
  /** Why it is stale; null while it is fresh, and while a change upstream is still being looked at. */
  cause: StaleCause | null;
};

/**
 * The approvals of an asset that nothing has taken the place of, newest first: fresh ones and stale ones. With a version, those of that version or of
 * another with the same root digest.
 */
export async function standingApprovals(
  reader: Reader,
  { assetId, versionId }: { assetId: string; versionId?: string | null },
  at: Date,
): Promise<StandingApproval[]> {
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  const ofVersion = versionId
    ? Prisma.sql`AND (p.version_id = ${versionId}::uuid OR p.root_digest = (SELECT v.root_digest FROM asset_versions v WHERE v.id = ${versionId}::uuid))`
    : Prisma.empty;
  return reader.rows<StandingApproval>(Prisma.sql`
    SELECT p.id, p.review_id AS "reviewId", r.template, r.subject, r.title, p.version_id AS "versionId", p.root_digest AS "rootDigest", p.stage,
      r.status = 'conditions' AS conditions, r.break_glass AS "breakGlass", p.approved_at AS "approvedAt", p.valid_until AS "validUntil",
      CASE WHEN p.status = 'fresh' AND (p.valid_until <= ${moment} OR approval_in_doubt(p.id)) THEN 'stale' ELSE p.status END AS status,
      CASE WHEN p.status = 'stale' THEN p.stale_reason ->> 'what' WHEN p.valid_until <= ${moment} THEN 'time.passed' END AS cause
    FROM approvals p JOIN reviews r ON r.id = p.review_id
    WHERE p.asset_id = ${assetId}::uuid AND p.status <> 'superseded' ${ofVersion}
    ORDER BY p.approved_at DESC, p.id DESC`);
}

/** Those of `standingApprovals` that hold at this moment: what a gate may count. */
export async function freshApprovals(...asked: Parameters<typeof standingApprovals>): Promise<StandingApproval[]> {
  return (await standingApprovals(...asked)).filter(({ status }) => status === 'fresh');
}
