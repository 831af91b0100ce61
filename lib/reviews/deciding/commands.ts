/** Deciding: a vote of one person in one round, and what becomes of the review by it. See, may, can, do, record, tell. */
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { approve } from '../approvals/commands.ts';
import { claimFor, seatFor } from '../assigning/seats/commands.ts';
import { hindranceToDecide, refusalWords } from '../policy.ts';
import { decidedLabels, isApproved, next, type Refusal, type ReviewState, refusals, type Standing } from '../rules.ts';
import { tasksOf } from '../tasks/commands.ts';
import { eventOf, type Locked, locked, mustBeLive, nameOf, ownerOf, seatedIn, standingOf, tellOf, write } from '../writing/commands.ts';
import { missingIn } from './answers/commands.ts';
import { verifyControls } from './controls/commands.ts';
import type { BreakGlass, NewVote, VoteOutcome } from './schema.ts';

/**
 * Casts the actor's vote. The same vote once more changes nothing and tells how the review stands.
 * @throws AppError `not_found`; `forbidden` under separation of duties, without a seat or the right; `conflict` where it was decided, or opened again, meanwhile;
 * `invalid` where the checklist is not complete
 */
export async function castVote(actor: Actor, act: Act, input: NewVote): Promise<VoteOutcome> {
  return transact(scopeOf(actor, 'review.decide'), act, 'review.voted', async (change) => {
    const found = await opened(change, actor, input.id);
    const before = standingOf(found);
    if (isRepeated(found, actor, input)) return repeated(change, found);
    mayDecide(actor, found, input.round);
    const seat = await seatFor(change, actor, found.review);
    const tasks = input.decision === 'conditions' ? await tasksOf(change, actor, found.review, input.tasks) : [];
    const missing = await missingIn(change, found);
    const outcome = next(before, {
      what: 'vote',
      by: actor.id,
      decision: input.decision,
      barred: false,
      seated: seat !== null,
      complete: missing.length === 0,
      tasks,
    });
    if ('refused' in outcome) throw refusedAs(outcome.refused, missing);
    if (seat && seat.userId === null) await claimFor(change, actor, found.review, seat);
    await keepVote(change, actor, found, { decision: input.decision, comment: input.comment, breakGlass: false });
    for (const { id, title, ownerId, dueAt } of tasks)
      await change.tx.reviewTask.create({
        data: {
          id,
          reviewId: found.review.id,
          teamId: found.review.teamId,
          title,
          ownerId,
          dueAt,
          round: found.review.round,
          createdBy: actor.id,
        },
      });
    await change.record(
      eventOf('review.voted', found.review, {
        after: {
          ...{ decision: input.decision, round: found.review.round, comment: input.comment },
          ...(tasks.length > 0 && { tasks: tasks.map(({ id, title, ownerId, dueAt }) => ({ taskId: id, title, ownerId, dueAt })) }),
        },
      }),
    );
    return became(change, actor, found, outcome.next, input.comment);
  });
}

/**
 * Decides past the ordinary way: the first of two people breaks the glass, the second approves. Seats, quorum and checklist are not asked for; separation of
 * duties is, and the review is marked for ever.
 * @throws AppError as castVote
 */
export async function breakGlass(actor: Actor, act: Act, { id, round, reason }: BreakGlass): Promise<VoteOutcome> {
  return transact(scopeOf(actor, 'review.decide'), act, 'review.glass_broken', async (change) => {
    const found = await opened(change, actor, id);
    const again = found.votes.find((vote) => vote.userId === actor.id && vote.round === round && vote.breakGlass);
    if (again) return repeated(change, found);
    mayDecide(actor, found, round);
    const outcome = next(standingOf(found), { what: 'break-glass', by: actor.id, barred: false, reason });
    if ('refused' in outcome) throw refusedAs(outcome.refused, []);
    await keepVote(change, actor, found, { decision: 'approve', comment: reason, breakGlass: true });
    await change.record(eventOf('review.glass_broken', found.review, { after: { round, reason } }));
    return became(change, actor, found, outcome.next, reason);
  });
}

const opened = (change: Change, actor: Actor, id: string): Promise<Locked> =>
  locked(change, id, ({ teamId }) => {
    if (actor.type === 'service') throw new AppError('forbidden', refusalWords.service);
    must(actor, 'review.decide', { teamId });
  });

const isRepeated = ({ votes }: Locked, actor: Actor, input: NewVote): boolean =>
  votes.some((vote) => vote.userId === actor.id && vote.round === input.round && vote.decision === input.decision && !vote.breakGlass);

function repeated(change: Change, { review }: Locked): VoteOutcome {
  change.unchanged();
  return { status: review.status as ReviewState, round: review.round, controls: [] };
}

/** @throws AppError `forbidden` under separation of duties; `conflict` for a round that is over */
function mayDecide(actor: Actor, found: Locked, round: number): void {
  const { review, parties } = found;
  mustBeLive(found);
  const hindrance = hindranceToDecide(actor, parties, review.teamId);
  if (hindrance) throw new AppError('forbidden', refusalWords[hindrance]);
  if (round !== review.round)
    throw new AppError('conflict', 'This review was opened again meanwhile: what you looked at has changed. Look once more.', {
      current: { round: review.round, status: review.status },
    });
}

function refusedAs(refusal: Refusal, missing: readonly string[]): AppError {
  if (refusal === 'incomplete')
    return new AppError('invalid', refusals.incomplete, { fields: Object.fromEntries(missing.map((item) => [item, 'Not answered yet.'])) });
  if (refusal === 'not-seated' || refusal === 'barred') return new AppError('forbidden', refusals[refusal]);
  return new AppError('conflict', refusals[refusal]);
}

async function keepVote(
  { tx }: Change,
  actor: Actor,
  { review }: Locked,
  vote: { decision: string; comment: string; breakGlass: boolean },
): Promise<void> {
  const { id: reviewId, teamId, round } = review;
  await tx.reviewVote.create({ data: { id: newId(), reviewId, teamId, userId: actor.id, round, at: now(), ...vote } });
}

const eventFor: Partial<Record<ReviewState, `review.${string}`>> = {
  approved: 'review.approved',
  conditions: 'review.approved_with_conditions',
  changes: 'review.changes_requested',
  rejected: 'review.rejected',
};

/** Writes what the vote made of the review, gives the approval, verifies controls, and tells. */
async function became(change: Change, actor: Actor, found: Locked, standing: Standing, comment: string): Promise<VoteOutcome> {
  const { review } = found;
  const { status, round } = standing;
  const event = eventFor[status];
  if (!event) {
    // Touched, so that whoever looks at it sees that there is a vote more.
    await write(change, review, {});
    if (standing.votes.some((vote) => vote.round === round && vote.breakGlass && vote.by === actor.id))
      await tellOfGlass(change, found, comment);
    return { status, round, controls: [] };
  }
  await write(change, review, {
    status,
    breakGlass: standing.breakGlass,
    ...(status === 'changes' ? {} : { decidedAt: now() }),
  });
  await change.record(
    eventOf(event, review, {
      before: { status: review.status },
      after: { status, round, ...(standing.breakGlass && { breakGlass: true }), subject: review.subject, versionId: review.versionId },
    }),
  );
  const controls = isApproved(status) ? await verifyControls(change, actor, found) : [];
  if (isApproved(status)) await approve(change, review.id);
  await tellOfDecision(change, found, standing, comment);
  return { status, round, controls };
}

async function tellOfDecision(
  change: Change,
  { review, votes }: Locked,
  { status, breakGlass: broken }: Standing,
  comment: string,
): Promise<void> {
  const decision = status === 'approved' ? 'approve' : status === 'rejected' ? 'reject' : status === 'changes' ? 'changes' : 'conditions';
  const event = status === 'changes' ? 'review.changes_requested' : 'review.decided';
  await tellOf(change, event, { ...review, status }, `round ${review.round}`, {
    title: `${await nameOf(change)} ${decidedLabels[decision]}: ${review.title}${broken ? ' (break-glass)' : ''}`,
    body: comment,
    to: [review.requestedBy, await ownerOf(change, review), ...votes.map(({ userId }) => userId), ...(await seatedIn(change, review.id))],
    data: { decision: status, breakGlass: broken },
  });
}

async function tellOfGlass(change: Change, { review }: Locked, reason: string): Promise<void> {
  await tellOf(change, 'review.assigned', review, `glass ${review.round}`, {
    title: `${await nameOf(change)} broke the glass: a second person is needed for ${review.title}`,
    body: reason,
    to: [review.requestedBy, await ownerOf(change, review), ...(await seatedIn(change, review.id))],
    data: { breakGlass: true },
  });
}
