/** Attaching files to a review, and taking them away. What was taken away stays for the record. */
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Upload } from '#lib/access/procedure.ts';
import type { Act, AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { piecesOf, receive } from '#lib/platform/kept-files.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { isWaiting, type ReviewState } from '../rules.ts';
import { mayRemoveOf, whyClosed } from './policy.ts';
import { typeOf, whyNoRoom, whyNotBytes, whyNotNamed } from './rules.ts';
import type { NewFile } from './schema.ts';

/**
 * Keeps a file whose bytes are those declared and what its name says: where they are not, nothing of it is kept.
 * @throws AppError `not_found`; `forbidden`; `invalid` for a file that is not taken; `conflict` where there is no room, or the review was decided or withdrawn.
 */
export async function addFile(actor: Actor, act: Act, input: NewFile, upload: Upload | undefined): Promise<{ id: string }> {
  const { id: reviewId, fileName: name, size, sha256, item = null } = input;
  const scope = scopeOf(actor, 'review.request');
  const refused = whyNotNamed(name, size);
  // Judged before the bytes are taken, and again when they are kept.
  await transact(scope, act, 'file.attached', async (change) => {
    await opened(actor, change, input);
    change.unchanged();
  });
  if (refused) throw invalid('fileName', refused);
  const bytes = await receive(upload, { size, sha256 });
  const wrong = whyNotBytes(name, bytes);
  if (wrong) throw invalid('fileName', wrong);
  return transact(scope, act, 'file.attached', async (change) => {
    const teamId = await opened(actor, change, input);
    const file = { id: newId(), reviewId, teamId, name, type: typeOf(name), size, sha256, item };
    await change.tx.reviewFile.create({ data: { ...file, addedBy: actor.id, addedAt: now() } });
    for (const piece of piecesOf(bytes)) await change.tx.reviewFileChunk.create({ data: { fileId: file.id, teamId, ...piece } });
    const after = { fileId: file.id, fileName: name, size, sha256, ...(item && { item }) };
    await change.record(told('file.attached', file, { after }));
    return { id: file.id };
  });
}

/** The team of a review that takes this file. Two who attach at once wait for each other, so that both do not take the last room. */
async function opened(actor: Actor, { tx }: Change, { id, size, item }: NewFile): Promise<string> {
  const review = await tx.review.findUnique({
    where: { id },
    select: { teamId: true, status: true, begun: { select: { content: true } } },
  });
  if (!review) throw notFound('review');
  const { teamId, status, begun } = review;
  must(actor, 'review.request', { teamId });
  const closed = whyClosed(status as ReviewState, item ?? null);
  if (closed) throw new AppError('conflict', closed);
  if (item !== undefined && !itemsOf(begun.content).includes(item)) throw invalid('item', 'is no item of this review’s checklist');
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.review-files ' || ${teamId}, 0))`;
  const [kept] = await tx.$queryRaw<{ files: number; bytes: string; team_bytes: string }[]>`
    SELECT count(*) FILTER (WHERE review_id = ${id}::uuid)::int AS files, coalesce(sum(size) FILTER (WHERE review_id = ${id}::uuid), 0)::text AS bytes,
      coalesce(sum(size), 0)::text AS team_bytes FROM review_files WHERE team_id = ${teamId}::uuid`;
  const full = whyNoRoom({ files: kept?.files ?? 0, bytes: Number(kept?.bytes), teamBytes: Number(kept?.team_bytes) }, size);
  if (full) throw new AppError('conflict', full);
  return teamId;
}

function itemsOf(content: unknown): string[] {
  const { items } = content as { items?: { id: string }[] };
  return (items ?? []).map(({ id }) => id);
}

/** Takes a file away while the review waits; that it was there stays. @throws AppError `not_found`; `forbidden`; `conflict`. */
export async function removeFile(actor: Actor, act: Act, fileId: string): Promise<void> {
  await transact(scopeOf(actor, 'review.request'), act, 'file.detached', async (change) => {
    const { tx } = change;
    const file = await tx.reviewFile.findUnique({ where: { id: fileId }, include: { review: { select: { status: true, round: true } } } });
    if (!file) throw notFound('file');
    must(actor, 'review.request', file);
    if (!mayRemoveOf(actor, file.addedBy, file))
      throw new AppError('forbidden', 'Only whoever attached a file, or manages reviews here, takes it away.');
    if (!isWaiting(file.review.status as ReviewState))
      throw new AppError('conflict', 'This review was decided on what is attached to it: that stays.');
    // Whoever votes waits for this, or this for them: nobody decides on what is being taken away.
    await tx.$queryRaw`SELECT id FROM reviews WHERE id = ${file.reviewId}::uuid FOR UPDATE`;
    if ((await tx.reviewVote.count({ where: { reviewId: file.reviewId, round: file.review.round } })) > 0)
      throw new AppError('conflict', 'Somebody has decided on what is attached: it stays. Request changes if it is wrong.');
    const { count } = await tx.reviewFile.updateMany({ where: { id: fileId, removedAt: null }, data: { removedAt: now() } });
    if (count === 0) throw new AppError('conflict', 'This file was taken away already.');
    const { name, sha256, item } = file;
    await change.record(told('file.detached', file, { before: { fileId, fileName: name, sha256, ...(item && { item }) } }));
  });
}

const told = (
  event: AuditEvent['event'],
  { reviewId, teamId }: { reviewId: string; teamId: string },
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({ event, targetType: 'review', targetId: reviewId, teamId, ...values });
