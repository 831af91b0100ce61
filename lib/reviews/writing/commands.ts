/** What every change of a review is made of: locking it, judging who acts, writing it down, and who hears of it. */
import { notify } from '#lib/access/notices/commands.ts';
import type { NoticeEvent } from '#lib/access/notices/rules.ts';
import type { AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf } from '#lib/risks/posture/commands.ts';
import type { Prisma, Review as StoredReview, ReviewTask as StoredTask, ReviewVote as StoredVote } from '#prisma/generated/client.ts';
import { conflictOf, type Parties } from '../policy.ts';
import type { Decision, ReviewState, Standing } from '../rules.ts';
import { TemplateContent } from '../schema.ts';
import { partiesOfReviews } from '../sql.ts';

export type { StoredReview };
export type Locked = {
  review: StoredReview;
  content: TemplateContent;
  votes: readonly StoredVote[];
  tasks: readonly StoredTask[];
  parties: Parties;
  /** Its asset is retired. */
  retired: boolean;
};

/**
 * The review as it stands, with its votes, tasks and whom it concerns, locked until the end of the change; its asset first, as whatever settles does.
 * @param may throws where the actor may do nothing of the kind in the team; asked before anything waits, and again behind the lock
 * @throws AppError `not_found`, and what `may` throws
 */
export async function locked(change: Change, id: string, may: (review: StoredReview) => void): Promise<Locked> {
  const { tx } = change;
  const seen = await tx.review.findUnique({ where: { id } });
  if (!seen) throw notFound('review');
  may(seen);
  if (seen.assetId) await lockAssets(runnerOf(change), [seen.assetId]);
  await tx.$queryRaw`SELECT id FROM reviews WHERE id = ${id}::uuid FOR UPDATE`;
  const review = await tx.review.findUnique({ where: { id } });
  if (!review) throw notFound('review');
  may(review);
  const begun = await tx.reviewTemplateVersion.findUniqueOrThrow({
    where: { template_number: { template: review.template, number: review.templateNumber } },
  });
  const votes = await tx.reviewVote.findMany({ where: { reviewId: id }, orderBy: { at: 'asc' } });
  const tasks = await tx.reviewTask.findMany({ where: { reviewId: id }, orderBy: { id: 'asc' } });
  const parties = (await partiesOfReviews(runnerOf(change), [id])).get(id);
  if (!parties) throw notFound('review');
  const asset = review.assetId ? await tx.asset.findUnique({ where: { id: review.assetId }, select: { status: true } }) : null;
  return { retired: asset?.status === 'retired', review, content: TemplateContent.parse(begun.content), votes, tasks, parties };
}

/** The review as the state machine knows it. A vote of somebody who may not decide any more — who owns the asset by now — counts no longer. */
export const standingOf = ({ review, votes, tasks, parties }: Omit<Locked, 'content' | 'retired'>): Standing => ({
  status: review.status as ReviewState,
  round: review.round,
  quorum: review.quorum,
  breakGlass: review.breakGlass,
  votes: votes
    .filter(({ userId }) => conflictOf(userId, parties) === null)
    .map(({ userId, round, decision, breakGlass }) => ({ by: userId, round, decision: decision as Decision, breakGlass })),
  tasks: tasks.map(({ id, round, dueAt, doneAt, missedAt }) => ({ id, round, dueAt, done: doneAt !== null, missed: missedAt !== null })),
});

/** Writes what became of a review. @throws AppError `conflict` when somebody else was faster. */
export async function write(
  { tx }: Change,
  review: Pick<StoredReview, 'id' | 'version'>,
  data: Prisma.ReviewUncheckedUpdateManyInput,
): Promise<void> {
  const { count } = await tx.review.updateMany({
    where: { id: review.id, version: review.version },
    data: { ...data, version: { increment: 1 }, updatedAt: now() },
  });
  if (count === 0) throw changedMeanwhile();
}

export const changedMeanwhile = () =>
  new AppError('conflict', 'Somebody else changed this review at the same moment. Nothing was changed; look again.');

/** @throws AppError `conflict` for a review of a retired asset: it waits, or is withdrawn. */
export function mustBeLive({ retired }: Pick<Locked, 'retired'>): void {
  if (retired) throw new AppError('conflict', 'This asset is retired: its reviews rest until it is restored. They can be withdrawn.');
}

/** @throws AppError `conflict` where the review is not as its caller saw it. */
export function mustBeAt(review: Pick<StoredReview, 'version' | 'status' | 'round'>, version: number): void {
  if (review.version !== version)
    throw new AppError('conflict', 'This review changed meanwhile. Look at how it stands now.', {
      current: { version: review.version, status: review.status, round: review.round },
    });
}

export const eventOf = (
  event: AuditEvent['event'],
  { id, teamId }: Pick<StoredReview, 'id' | 'teamId'>,
  values: Pick<AuditEvent, 'before' | 'after'> = {},
): AuditEvent => ({ event, targetType: 'review', targetId: id, teamId, ...values });

/** The people with seats of a review, those away excluded, for they gave them on. */
export async function seatedIn({ tx }: Pick<Change, 'tx'>, reviewId: string): Promise<string[]> {
  const seats = await tx.reviewSeat.findMany({ where: { reviewId, releasedAt: null, userId: { not: null } }, select: { userId: true } });
  return seats.flatMap(({ userId }) => userId ?? []);
}

type Said = { title: string; body?: string; to: readonly (string | null)[]; data?: Record<string, unknown> };

/** Tells people of what happens to a review in this change. @param key what makes it the same event, beside the review */
export const tellOf = (change: Change, event: NoticeEvent, review: StoredReview, key: string, { to, data, ...said }: Said): Promise<void> =>
  notify(change, {
    event,
    key: `${review.id} ${key}`,
    teamId: review.teamId,
    assetId: review.assetId,
    subject: { type: 'review', id: review.id },
    href: `/reviews/${review.id}`,
    to: to.filter((id) => id !== null),
    data: { reviewId: review.id, status: review.status, round: review.round, ...data },
    ...said,
  });

export async function nameOf({ tx, act }: Change): Promise<string> {
  if (!act.actorId) return 'Gatehouse';
  const person = await tx.user.findUnique({ where: { id: act.actorId }, select: { name: true } });
  return person?.name ?? 'A service account';
}

/** Who owns the asset of a review now. */
export async function ownerOf({ tx }: Change, { assetId }: Pick<StoredReview, 'assetId'>): Promise<string | null> {
  const asset = assetId ? await tx.asset.findUnique({ where: { id: assetId }, select: { ownerId: true } }) : null;
  return asset?.ownerId ?? null;
}
