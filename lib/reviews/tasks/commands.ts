/** Conditions of an approval: tasks that somebody meets until a day. */
import { type Actor, forbidden, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { ReviewTask as StoredTask } from '#prisma/generated/client.ts';
import { mayDoTask } from '../policy.ts';
import { next, type ReviewState, refusals } from '../rules.ts';
import { eventOf, locked, nameOf, type StoredReview, standingOf, tellOf, write } from '../writing/commands.ts';

export type AskedTask = { title: string; ownerId: string; due: string };
/** A condition may lie so many days ahead at most. */
const mostDays = 366;

/** What a vote asks for, judged: who does it, and until when. @throws AppError `invalid` with the field */
export async function tasksOf({ tx }: Change, actor: Actor, review: StoredReview, asked: readonly AskedTask[]) {
  const at = now();
  const owners = await tx.user.findMany({
    where: { id: { in: asked.map(({ ownerId }) => ownerId) }, status: 'active' },
    select: { id: true },
  });
  return asked.map(({ title, ownerId, due }, index) => {
    const dueAt = new Date(dayEnd(due, actor.timeZone));
    if (!owners.some(({ id }) => id === ownerId)) throw invalid(`tasks.${index}.ownerId`, 'Choose an active person.');
    if (dueAt <= at) throw invalid(`tasks.${index}.due`, 'Choose a day that has not passed.');
    if (dueAt.getTime() - at.getTime() > mostDays * 86_400_000) throw invalid(`tasks.${index}.due`, 'Choose a day within a year.');
    return { id: newId(), title, ownerId, dueAt, round: review.round };
  });
}

export type TaskTurn = { id: string; task: string; version: number };

/**
 * Says that a task is done, or that it is not after all. Once all are done, the approval is one without conditions.
 * @throws AppError `not_found`, `forbidden` for another's, `conflict` where it changed meanwhile or was missed
 */
export async function setTask(actor: Actor, act: Act, turn: TaskTurn, done: boolean): Promise<{ status: ReviewState; task: StoredTask }> {
  const event = done ? 'review.task_done' : 'review.task_undone';
  const scope = scopeOf(actor);
  // Whoever owns a task may have no other right in the team than to read.
  return transact({ ...scope, write: scope.read }, act, event, async (change) => {
    const { tx } = change;
    const known = await tx.reviewTask.findFirst({ where: { id: turn.task, reviewId: turn.id } });
    const found = await locked(change, turn.id, ({ teamId }) => {
      if (known && !mayDoTask(actor, { ownerId: known.ownerId, teamId })) throw forbidden('review.manage');
    });
    const { review } = found;
    const task = found.tasks.find((each) => each.id === turn.task);
    if (!task) throw notFound('task');
    if (task.version !== turn.version) throw new AppError('conflict', 'This task changed meanwhile. Look at how it stands now.');
    const outcome = next(standingOf(found), { what: done ? 'task-done' : 'task-undone', id: task.id });
    if ('refused' in outcome) throw new AppError('conflict', refusals[outcome.refused]);
    const at = now();
    const fields = done ? { doneAt: at, doneBy: actor.id } : { doneAt: null, doneBy: null };
    const { count } = await tx.reviewTask.updateMany({
      where: { id: task.id, version: task.version },
      data: { ...fields, version: { increment: 1 } },
    });
    if (count === 0) throw new AppError('conflict', 'This task changed meanwhile. Look at how it stands now.');
    const { status } = outcome.next;
    await write(change, review, status === review.status ? {} : { status });
    await change.record(
      eventOf(event, review, { before: { status: review.status }, after: { taskId: task.id, title: task.title, status } }),
    );
    if (done)
      await tellOf(change, 'task.done', { ...review, status }, `task ${task.id} ${task.version}`, {
        title: `${await nameOf(change)} did a task: ${task.title}`,
        body: review.title,
        to: [task.createdBy, review.requestedBy],
        data: { taskId: task.id },
      });
    return { status, task: { ...task, ...fields, version: task.version + 1 } };
  });
}
