import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { download } from '#lib/platform/kept-files.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { isWaiting, type ReviewState } from '../rules.ts';
import { mayRemoveOf, whyClosed } from './policy.ts';
import type { ReviewFile, ReviewFiles } from './schema.ts';

type Row = {
  id: string;
  name: string;
  type: string;
  size: string;
  sha256: string;
  item: string | null;
  added_by: string | null;
  adder: string | null;
  added_at: Date;
  removed_at: Date | null;
};

/** The files of a review, the oldest first, with what was removed. @throws AppError `not_found`. */
export async function getFiles(actor: Actor, reviewId: string): Promise<ReviewFiles> {
  return read(scopeOf(actor), async (reader) => {
    const [review] = await reader.rows<{ team_id: string; status: ReviewState; voted: boolean }>(Prisma.sql`
      SELECT team_id, status, EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round) AS voted
      FROM reviews r WHERE id = ${reviewId}::uuid`);
    if (!review) throw notFound('review');
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT f.id, f.name, f.type, f.size, f.sha256, f.item, f.added_by, f.added_at, f.removed_at,
        coalesce((SELECT name FROM users WHERE id = f.added_by), (SELECT name FROM service_accounts WHERE id = f.added_by)) AS adder
      FROM review_files f WHERE f.review_id = ${reviewId}::uuid ORDER BY f.added_at, f.id`);
    const place = { teamId: review.team_id };
    const mayAdd = can(actor, 'review.request', place) && whyClosed(review.status, null) === null;
    const toFile = (row: Row): ReviewFile => ({
      ...{ id: row.id, name: row.name, type: row.type, size: Number(row.size), sha256: row.sha256, item: row.item },
      addedBy: row.adder,
      addedAt: row.added_at.toISOString(),
      removedAt: row.removed_at?.toISOString() ?? null,
      mayRemove: mayAdd && row.removed_at === null && isWaiting(review.status) && !review.voted && mayRemoveOf(actor, row.added_by, place),
    });
    return { files: rows.map(toFile), mayAdd };
  });
}

/**
 * A file of a review as a download. One that was removed is for whoever manages reviews there, and for auditors.
 * @throws AppError `not_found`.
 */
export async function reviewFile(actor: Actor, id: string): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  const scope = scopeOf(actor);
  const [file] = await read(scope, (reader) =>
    reader.rows<{ name: string; size: string; sha256: string; team_id: string; removed: boolean }>(
      Prisma.sql`SELECT name, size, sha256, team_id, removed_at IS NOT NULL AS removed FROM review_files WHERE id = ${id}::uuid`,
    ),
  );
  if (!file) throw notFound('file');
  const place = { teamId: file.team_id };
  if (file.removed && !can(actor, 'review.manage', place) && !can(actor, 'audit.read', place)) throw notFound('file');
  return download(file, async (position) => {
    const [row] = await read(scope, (reader) =>
      reader.rows<{ bytes: Buffer }>(
        Prisma.sql`SELECT bytes FROM review_file_chunks WHERE file_id = ${id}::uuid AND position = ${position}`,
      ),
    );
    return row?.bytes ?? null;
  });
}
