import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ApprovalState, type StaleReason, staleSentence } from './rules.ts';
import type { Approval, ApprovalPage, PathVersion } from './schema.ts';
import { isFresh } from './sql.ts';

/** The approvals of an asset, newest first. @throws AppError `not_found`. */
export async function approvalsOfAsset(actor: Actor, input: { id: string; after?: string; limit: number }): Promise<ApprovalPage> {
  return read(scopeOf(actor), async (reader) => {
    const [asset] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
    if (!asset) throw notFound('asset');
    const moment = now();
    const [at, id] = input.after ? decodeCursor(input.after, 'after', 'approved', ['time', 'id']) : [];
    const bound = at ? Prisma.sql`AND (p.approved_at, p.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
    const rows = await approvalRows(reader, Prisma.sql`p.asset_id = ${input.id}::uuid ${bound}`, input.limit + 1, moment);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const next = rows.length > input.limit && last ? encodeCursor({ sort: 'approved', values: [last.exact, last.id] }) : null;
    return { rows: await told(reader, shown, moment), next };
  });
}

/** The approvals that a review gave, newest first. @throws AppError `not_found`. */
export async function approvalsOfReview(actor: Actor, id: string): Promise<Approval[]> {
  return read(scopeOf(actor), async (reader) => {
    const [review] = await reader.rows(Prisma.sql`SELECT 1 FROM reviews r WHERE r.id = ${id}::uuid`);
    if (!review) throw notFound('review');
    const at = now();
    return told(reader, await approvalRows(reader, Prisma.sql`p.review_id = ${id}::uuid`, 100, at), at);
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

const approvalRows = (reader: Reader, which: Prisma.Sql, limit: number, at: Date): Promise<Row[]> =>
  reader.rows<Row>(Prisma.sql`
    SELECT p.id, p.approved_at::text AS exact, p.asset_id, p.status, p.status = 'fresh' AND NOT ${isFresh(at)} AS judging,
      jsonb_build_object('id', r.id, 'title', r.title, 'subject', r.subject, 'template', r.template, 'templateName', t.content ->> 'name', 'breakGlass', r.break_glass) AS review,
      r.status AS review_status, CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'label', v.label) END AS version, p.root_digest, p.stage,
      jsonb_array_length(p.upstream) AS upstream, p.upstream_digest, p.governed, p.approved_at, p.valid_until, p.stale_at, p.stale_reason,
      CASE WHEN p.stale_reason IS NULL THEN '{}' ELSE approval_path(p.id) END AS path
    FROM approvals p JOIN reviews r ON r.id = p.review_id JOIN review_template_versions t ON t.template = r.template AND t.number = r.template_number
    LEFT JOIN asset_versions v ON v.id = p.version_id
    WHERE ${which} ORDER BY p.approved_at DESC, p.id DESC LIMIT ${limit}`);

/** With the names of what the reader may see. */
async function told(reader: Reader, rows: readonly Row[], at: Date): Promise<Approval[]> {
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
