/** What begins another round of a review, or ends it without a decision. */
import { type Actor, forbidden, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lapse } from '../approvals/commands.ts';
import { mayReopen, mayWithdraw } from '../policy.ts';
import { isWaiting, next, type ReviewState, refusals } from '../rules.ts';
import {
  eventOf,
  type Locked,
  locked,
  mustBeAt,
  mustBeLive,
  nameOf,
  ownerOf,
  type StoredReview,
  seatedIn,
  standingOf,
  tellOf,
  write,
} from '../writing/commands.ts';

type Turn = { id: string; version: number; note: string };

/** Opens a review again in which changes were requested, for another round of votes. @throws AppError `forbidden`, `conflict` */
export async function reopenReview(actor: Actor, act: Act, { id, version, note }: Turn): Promise<void> {
  await transact(scopeOf(actor, 'review.request'), act, 'review.reopened', async (change) => {
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.request', { teamId }));
    const { review, parties } = found;
    if (!mayReopen(actor, { ...review, ownerId: parties.ownerId })) throw forbidden('review.manage');
    mustBeLive(found);
    mustBeAt(review, version);
    const outcome = next(standingOf(found), { what: 'reopen' });
    if ('refused' in outcome) throw new AppError('conflict', refusals[outcome.refused]);
    const { status, round } = outcome.next;
    await write(change, review, { status, round });
    await change.record(eventOf('review.reopened', review, { before: { status: review.status }, after: { status, round, note } }));
    await tellOf(change, 'review.reopened', { ...review, status, round }, `round ${round}`, {
      title: `${await nameOf(change)} opened it again: ${review.title}`,
      body: note,
      to: await seatedIn(change, id),
    });
  });
}

/** Ends a review that waits, without a decision. @throws AppError `forbidden` for whoever neither asked nor manages, `conflict` */
export async function withdrawReview(actor: Actor, act: Act, { id, version, note }: Turn): Promise<void> {
  await transact(scopeOf(actor, 'review.request'), act, 'review.withdrawn', async (change) => {
    const found = await locked(change, id, (review) => {
      if (!mayWithdraw(actor, review)) throw forbidden('review.manage');
    });
    mustBeAt(found.review, version);
    await withdraw(change, found, note);
  });
}

/** Within a change that has locked it. @throws AppError `conflict` for one that was decided */
export async function withdraw(change: Change, found: Locked, note: string): Promise<void> {
  const { review } = found;
  const outcome = next(standingOf(found), { what: 'withdraw' });
  if ('refused' in outcome) throw new AppError('conflict', refusals[outcome.refused]);
  const status: ReviewState = outcome.next.status;
  await write(change, review, { status, decidedAt: now() });
  await change.record(eventOf('review.withdrawn', review, { before: { status: review.status }, after: { status, note } }));
  await tellOf(change, 'review.withdrawn', { ...review, status }, 'withdrawn', {
    title: `${await nameOf(change)} withdrew: ${review.title}`,
    body: note,
    to: [review.requestedBy, ...(await seatedIn(change, review.id))],
  });
}

/** Sets until when a waiting review should be decided. @throws AppError `invalid` for a day that has passed, `conflict` */
export async function setDue(actor: Actor, act: Act, { id, version, due }: { id: string; version: number; due: string }): Promise<void> {
  await transact(scopeOf(actor, 'review.manage'), act, 'review.due_changed', async (change) => {
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.manage', { teamId }));
    const { review } = found;
    mustBeLive(found);
    mustBeAt(review, version);
    if (!isWaiting(review.status as ReviewState)) throw new AppError('conflict', refusals.decided);
    const dueAt = endOfDue(actor, due, now());
    if (dueAt.getTime() === review.dueAt.getTime()) return change.unchanged();
    await write(change, review, { dueAt });
    await change.record(eventOf('review.due_changed', review, { before: { dueAt: review.dueAt }, after: { dueAt } }));
  });
}

const mostDays = 366;

/** The end of a day in the actor's zone. @throws AppError `invalid` for one that has passed, or lies more than a year ahead */
export function endOfDue(actor: Pick<Actor, 'timeZone'>, day: string, at: Date): Date {
  const end = new Date(dayEnd(day, actor.timeZone));
  if (end <= at) throw invalid('due', 'Choose a day that has not passed.');
  if (end.getTime() - at.getTime() > mostDays * 86_400_000) throw invalid('due', 'Choose a day within a year.');
  return end;
}

/**
 * Opens a review again whose conditions were missed by `at`, in a round of its own, and takes its approval back. Nothing where none was: doing it twice does it
 * once. Within a change of the house.
 */
export async function reopenMissed(change: Change, id: string, at: Date): Promise<boolean> {
  const found = await locked(change, id, () => undefined);
  const { review } = found;
  const outcome = next(standingOf(found), { what: 'tasks-due', at });
  if ('refused' in outcome) return false;
  const { status, round, tasks } = outcome.next;
  const missed = tasks.filter((task) => task.missed && !found.tasks.find(({ id: known }) => known === task.id)?.missedAt);
  const { tx } = change;
  await tx.reviewTask.updateMany({
    where: { id: { in: missed.map((task) => task.id) } },
    data: { missedAt: at, version: { increment: 1 } },
  });
  await lapse(change, id);
  await write(change, review, { status, round, decidedAt: null });
  const names = found.tasks.filter((task) => missed.some((each) => each.id === task.id));
  await change.record(
    ...names.map((task) => eventOf('review.task_missed', review, { after: { taskId: task.id, title: task.title, ownerId: task.ownerId } })),
    eventOf('review.reopened', review, { before: { status: review.status }, after: { status, round } }),
  );
  await tellOfMissed(change, { ...review, status, round }, names);
  return true;
}

async function tellOfMissed(
  change: Change,
  review: StoredReview,
  missed: readonly { id: string; title: string; ownerId: string }[],
): Promise<void> {
  for (const task of missed)
    await tellOf(change, 'task.missed', review, `task ${task.id}`, {
      title: `A task was missed: ${task.title}`,
      body: `The review is open again: ${review.title}`,
      to: [task.ownerId, review.requestedBy],
      data: { taskId: task.id },
    });
  await tellOf(change, 'review.reopened', review, `round ${review.round}`, {
    title: `Open again, for a task was missed: ${review.title}`,
    to: [review.requestedBy, await ownerOf(change, review), ...(await seatedIn(change, review.id))],
  });
}
