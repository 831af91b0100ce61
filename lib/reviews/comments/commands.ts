/** Writing, mending and removing comments. What was removed is gone: nothing of its text stays, in the audit log neither. */
import { notify } from '#lib/access/notices/commands.ts';
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Act, AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hindranceToEdit, hindranceToRemove, mentionsIn, mostComments } from './rules.ts';
import type { NewComment } from './schema.ts';
import { sees } from './sql.ts';

type Place = { reviewId: string; teamId: string };

const told = (event: AuditEvent['event'], { reviewId, teamId }: Place, values: Pick<AuditEvent, 'before' | 'after'>): AuditEvent => ({
  event,
  targetType: 'review',
  targetId: reviewId,
  teamId,
  ...values,
});

/**
 * Writes a comment and tells whoever it mentions, and whoever wrote what it answers.
 * @throws AppError `not_found`; `forbidden`; `invalid` for somebody mentioned who cannot see the review, or an answer to an answer; `conflict`.
 */
export async function addComment(actor: Actor, act: Act, { id, body, parentId }: NewComment): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'review.request'), act, 'comment.added', async (change) => {
    const { tx } = change;
    const review = await tx.review.findUnique({ where: { id }, select: { teamId: true } });
    if (!review) throw notFound('review');
    must(actor, 'review.request', review);
    const place = { reviewId: id, teamId: review.teamId };
    if (parentId !== null) await mustBeAnswerable(change, id, parentId);
    if ((await tx.reviewComment.count({ where: { reviewId: id } })) >= mostComments)
      throw new AppError('conflict', `A review has at most ${mostComments} comments. Go on where it can be discussed at length.`);
    const mentions = await knownMentions(change, place.teamId, body);
    const comment = { id: newId(), ...place, parentId, authorId: actor.id, body, mentions, createdAt: now() };
    await tx.reviewComment.create({ data: comment });
    await change.record(told('comment.added', place, { after: { commentId: comment.id, ...(parentId && { parentId }), mentions } }));
    await tell(change, actor, comment);
    return { id: comment.id };
  });
}

async function mustBeAnswerable({ tx }: Change, reviewId: string, parentId: string): Promise<void> {
  const parent = await tx.reviewComment.findFirst({ where: { id: parentId, reviewId }, select: { parentId: true } });
  if (!parent) throw invalid('parentId', 'is no comment of this review');
  if (parent.parentId !== null) throw invalid('parentId', 'is an answer itself: answer the comment that it answers');
}

/**
 * Tells those mentioned, and all others who take part. The text stays here: what is removed has not gone out before. Told again after an edit, it reaches
 * only who was not told.
 */
async function tell(
  change: Change,
  actor: Actor,
  { id, reviewId, teamId, mentions }: Place & { id: string; mentions: string[] },
): Promise<void> {
  const { tx } = change;
  const review = await tx.review.findUnique({
    where: { id: reviewId },
    select: { title: true, assetId: true, requestedBy: true, asset: { select: { ownerId: true } } },
  });
  const seated = await tx.reviewSeat.findMany({ where: { reviewId, releasedAt: null }, select: { userId: true } });
  const spoke = await tx.reviewComment.findMany({ where: { reviewId }, select: { authorId: true }, distinct: ['authorId'] });
  const part = [
    review?.requestedBy,
    review?.asset?.ownerId,
    ...seated.map(({ userId }) => userId),
    ...spoke.map(({ authorId }) => authorId),
  ];
  const about = {
    ...{ key: id, teamId, assetId: review?.assetId ?? null, subject: { type: 'review', id: reviewId } },
    ...{ href: `/reviews/${reviewId}#comment-${id}`, data: { commentId: id } },
  };
  const title = review?.title ?? 'a review';
  const others = part.filter((each): each is string => typeof each === 'string' && !mentions.includes(each));
  await notify(
    change,
    { event: 'review.commented', ...about, title: `${actor.name} commented on “${title}”`, to: others },
    ...(mentions.length > 0
      ? [{ event: 'review.mentioned' as const, ...about, title: `${actor.name} mentioned you on “${title}”`, to: mentions }]
      : []),
  );
}

/** @throws AppError `invalid` where somebody is mentioned who cannot see the review, or whom nobody knows. */
async function knownMentions({ tx }: Change, teamId: string, body: string): Promise<string[]> {
  const mentions = mentionsIn(body);
  if (mentions.length === 0) return [];
  const known = await tx.$queryRaw<{ id: string; name: string; sees: boolean }[]>(
    Prisma.sql`SELECT u.id, u.name, ${sees(teamId)} AS sees FROM users u WHERE u.id = ANY (${mentions}::uuid[])`,
  );
  const blind = known.find((person) => !person.sees);
  if (blind) throw invalid('body', `${blind.name} cannot see this review, and so cannot be mentioned.`);
  if (known.length < mentions.length) throw invalid('body', 'Somebody is mentioned whom nobody here knows.');
  return mentions;
}

async function locked({ tx }: Change, commentId: string, actor: Actor) {
  await tx.$queryRaw`SELECT id FROM review_comments WHERE id = ${commentId}::uuid FOR UPDATE`;
  const comment = await tx.reviewComment.findUnique({ where: { id: commentId } });
  if (!comment) throw notFound('comment');
  must(actor, 'review.request', comment);
  return comment;
}

/** Mends a comment of one's own, soon after it was written; who is newly mentioned is told. @throws AppError as `addComment`. */
export async function editComment(actor: Actor, act: Act, { commentId, body }: { commentId: string; body: string }): Promise<void> {
  await transact(scopeOf(actor, 'review.request'), act, 'comment.edited', async (change) => {
    const comment = await locked(change, commentId, actor);
    refuseFor(hindranceToEdit(comment, actor.id, now()), comment.authorId === actor.id);
    if (comment.body === body) return change.unchanged();
    const mentions = await knownMentions(change, comment.teamId, body);
    await change.tx.reviewComment.update({ where: { id: commentId }, data: { body, mentions, editedAt: now() } });
    await change.record(told('comment.edited', comment, { before: { commentId }, after: { commentId, mentions } }));
    await tell(change, actor, { ...comment, mentions });
  });
}

/** Removes a comment of one's own; that there was one stays. @throws AppError `not_found`; `forbidden`; `conflict`. */
export async function removeComment(actor: Actor, act: Act, commentId: string): Promise<void> {
  await transact(scopeOf(actor, 'review.request'), act, 'comment.removed', async (change) => {
    const comment = await locked(change, commentId, actor);
    refuseFor(hindranceToRemove(comment, actor.id), comment.authorId === actor.id);
    await change.tx.reviewComment.update({ where: { id: commentId }, data: { body: '', mentions: [], removedAt: now() } });
    await change.record(told('comment.removed', comment, { before: { commentId } }));
  });
}

function refuseFor(hindrance: string | null, own: boolean): void {
  if (hindrance) throw new AppError(own ? 'conflict' : 'forbidden', hindrance);
}
