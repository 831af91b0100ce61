import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ApprovalState, type StaleCause, type StaleReason, staleSentence } from './rules.ts';
import type { Approval, ApprovalPage, PathVersion } from './schema.ts';

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

/** The approvals of an asset, newest first. @throws AppError `not_found`. */
export async function approvalsOfAsset(actor: Actor, input: { id: string; after?: string; limit: number }): Promise<ApprovalPage> {
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
    if (!asset) throw notFound('asset');
    const [at, id] = input.after ? decodeCursor(input.after, 'after', 'approved', ['time', 'id']) : [];
    const bound = at ? Prisma.sql`AND (p.approved_at, p.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
    const rows = await approvalRows(reader, Prisma.sql`p.asset_id = ${input.id}::uuid ${bound}`, input.limit + 1);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const next = rows.length > input.limit && last ? encodeCursor({ sort: 'approved', values: [last.exact, last.id] }) : null;
    return { rows: await told(reader, shown), next };
  });
}

/** The approvals that a review gave, newest first. @throws AppError `not_found`. */
export async function approvalsOfReview(actor: Actor, id: string): Promise<Approval[]> {
  return read(scopeOf(actor), async (reader) => {
    const [review] = await reader.rows(Prisma.sql`SELECT 1 FROM reviews r WHERE r.id = ${id}::uuid`);
    if (!review) throw notFound('review');
    return told(reader, await approvalRows(reader, Prisma.sql`p.review_id = ${id}::uuid`, 100));
  });
}

type Row = {
  id: string;
  exact: string;
  asset_id: string;
  status: ApprovalState;
  judging: boolean;
  review: Approval['review'];
  review_status: string;
  version: Approval['version'];
  root_digest: string | null;
  stage: Stage | null;
  upstream: number;
  upstream_digest: string;
  governed: Approval['governed'];
  approved_at: Date;
  valid_until: Date;
  stale_at: Date | null;
  stale_reason: StaleReason | null;
  path: string[];
};

const approvalRows = (reader: Reader, which: Prisma.Sql, limit: number): Promise<Row[]> =>
  reader.rows<Row>(Prisma.sql`
    SELECT p.id, p.approved_at::text AS exact, p.asset_id, p.status, p.status = 'fresh' AND approval_in_doubt(p.id) AS judging,
      jsonb_build_object('id', r.id, 'title', r.title, 'subject', r.subject, 'template', r.template, 'templateName', t.content ->> 'name', 'breakGlass', r.break_glass) AS review,
      r.status AS review_status, CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'label', v.label) END AS version, p.root_digest, p.stage,
      jsonb_array_length(p.upstream) AS upstream, p.upstream_digest, p.governed, p.approved_at, p.valid_until, p.stale_at, p.stale_reason,
      CASE WHEN p.stale_reason IS NULL THEN '{}' ELSE approval_path(p.id) END AS path
    FROM approvals p JOIN reviews r ON r.id = p.review_id JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
    LEFT JOIN asset_versions v ON v.id = p.version_id
    WHERE ${which} ORDER BY p.approved_at DESC, p.id DESC LIMIT ${limit}`);

/** With the names of what the reader may see. */
async function told(reader: Reader, rows: readonly Row[]): Promise<Approval[]> {
  const versions = rows.flatMap(({ path, version }) => [...path, ...(version ? [version.id] : [])]);
  const changed = rows.flatMap(({ stale_reason }) => stale_reason?.asset ?? []);
  type Seen = NonNullable<PathVersion>;
  const stops = await reader.rows<Seen>(Prisma.sql`
    SELECT v.id, v.label, jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind) AS asset
    FROM asset_versions v JOIN asset_list a ON a.id = v.asset_id WHERE v.id = ANY (${[...new Set(versions)]}::uuid[])`);
  const assets = await reader.rows<{ id: string; name: string }>(
    Prisma.sql`SELECT a.id, a.name FROM asset_list a WHERE a.id = ANY (${[...new Set(changed)]}::uuid[])`,
  );
  const [stopOf, nameOf] = [new Map(stops.map((stop) => [stop.id, stop])), new Map(assets.map(({ id, name }) => [id, name]))];
  const at = now();
  return rows.map((row): Approval => {
    const passed = row.status === 'fresh' && row.valid_until <= at;
    const reason: StaleReason | null = passed ? { what: 'time.passed', asset: row.asset_id } : row.stale_reason;
    const path = passed ? (row.version ? [row.version.id] : []) : row.path;
    return {
      id: row.id,
      status: passed ? 'stale' : row.status,
      judging: row.judging && !passed,
      review: row.review,
      conditions: row.review_status === 'conditions',
      version: row.version,
      rootDigest: row.root_digest,
      stage: row.stage,
      upstream: row.upstream,
      upstreamDigest: row.upstream_digest,
      governed: row.governed,
      approvedAt: row.approved_at.toISOString(),
      validUntil: row.valid_until.toISOString(),
      staleness: reason && {
        what: reason.what,
        sentence: staleSentence(reason, { name: nameOf.get(reason.asset ?? '') ?? null, own: reason.asset === row.asset_id }),
        path: path.map((id) => stopOf.get(id) ?? null),
        at: (passed ? row.valid_until : (row.stale_at ?? row.valid_until)).toISOString(),
      },
    };
  });
}
