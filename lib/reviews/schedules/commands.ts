import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import type { ReviewSchedule } from '#prisma/generated/client.ts';
import type { Assignment } from '../schema.ts';
import { scheduledTemplate } from './queries.ts';
import { keptRule, ruleKept } from './rules.ts';
import type { NewSchedule, ScheduleAnswer, ScheduleEdit } from './schema.ts';
import { filterOf } from './sql.ts';
import { timeAfter, timingProblem } from './times/rules.ts';

type Said = Omit<NewSchedule, 'teamId'>;

/**
 * Adds a schedule of a team; it comes round for the first time after now.
 * @throws AppError `not_found` for a team that one may not see, `forbidden`, `conflict` for an archived team, `invalid` naming the field
 */
export async function addSchedule(actor: Actor, act: Act, { teamId, ...said }: NewSchedule): Promise<ScheduleAnswer> {
  return transact(scopeOf(actor, 'review.manage'), act, 'schedule.added', async (change) => {
    await mustManage(change, actor, teamId);
    const nextAt = await soundNext(change, said, teamId);
    const id = newId();
    const { rule: _, start: __, ...fields } = said;
    await change.tx.reviewSchedule.create({
      data: { id, teamId, ...fields, rule: keptRule(said), nextAt, createdBy: actor.id, createdAt: now(), updatedAt: now() },
    });
    await change.record({ ...eventOf('schedule.added', { id, teamId }), after: said });
    return { id, version: 1, nextAt: nextAt.toISOString() };
  });
}

/** @throws AppError `not_found`, `forbidden`, `conflict` with the values that stand, `invalid` naming the field */
export async function editSchedule(actor: Actor, act: Act, { id, version, ...given }: ScheduleEdit): Promise<ScheduleAnswer> {
  return transact(scopeOf(actor, 'review.manage'), act, 'schedule.edited', async (change) => {
    const schedule = await locked(change, actor, id, version);
    const before = saidIn(schedule);
    const after: Said = { ...before, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
    const changed = difference(before, after);
    if (!changed) {
      change.unchanged();
      return answerOf(schedule);
    }
    const next = await soundNext(change, after, schedule.teamId);
    const { rule: _, start: __, ...fields } = after;
    const data = { ...fields, rule: keptRule(after), nextAt: schedule.enabled ? next : null };
    const written = await change.tx.reviewSchedule.update({
      where: { id },
      data: { ...data, updatedAt: now(), version: { increment: 1 } },
    });
    await change.record({
      ...eventOf('schedule.edited', schedule),
      before: { name: before.name, ...changed.before },
      after: { name: after.name, ...changed.after },
    });
    return answerOf(written);
  });
}

/** Pauses a schedule or has it go on, from the next time after now: what it would have asked for meanwhile is not made up for. */
export async function switchSchedule(
  actor: Actor,
  act: Act,
  { id, version, enabled }: { id: string; version: number; enabled: boolean },
): Promise<ScheduleAnswer> {
  const event = enabled ? 'schedule.resumed' : 'schedule.paused';
  return transact(scopeOf(actor, 'review.manage'), act, event, async (change) => {
    const schedule = await locked(change, actor, id, version);
    if (schedule.enabled === enabled) {
      change.unchanged();
      return answerOf(schedule);
    }
    const nextAt = enabled ? await soundNext(change, saidIn(schedule), schedule.teamId) : null;
    const written = await change.tx.reviewSchedule.update({
      where: { id },
      data: { enabled, nextAt, updatedAt: now(), version: { increment: 1 } },
    });
    const { name } = schedule;
    await change.record({ ...eventOf(event, schedule), before: { name, enabled: !enabled }, after: { name, enabled } });
    return answerOf(written);
  });
}

/** Everything of a schedule as people give it. */
function saidIn({ name, rule, timeZone, template, filter, assignment }: ReviewSchedule): Said {
  return { name, ...ruleKept(rule), timeZone, template, filter, assignment: assignment as Assignment };
}

/** When it comes round next. @throws AppError `invalid` naming what is wrong with its rule, template, filter or people */
async function soundNext(change: Change, said: Said, teamId: string): Promise<Date> {
  const at = now();
  const problem = timingProblem(said, at);
  if (problem) throw invalid(problem.field, problem.message);
  const next = timeAfter(said, at);
  if (!next) throw invalid('rule', 'By this rule the schedule never comes round again.');
  filterOf(said.filter);
  const template = await scheduledTemplate(runnerOf(change), said.template);
  if ('problem' in template) throw invalid('template', template.problem);
  await mustBeThere(change, said.assignment, teamId);
  return next;
}

async function mustBeThere({ tx }: Change, assignment: Assignment, teamId: string): Promise<void> {
  const named = assignment.by === 'hand' ? assignment.people : assignment.by === 'balanced' ? assignment.among : [];
  const people = new Set(named);
  if ((await tx.user.count({ where: { id: { in: [...people] }, status: 'active' } })) < people.size)
    throw invalid('assignment', 'Somebody who is named here cannot be asked: their account is not active.');
  if (assignment.by === 'pool' && assignment.role !== 'any' && !(await tx.role.findUnique({ where: { key: assignment.role } })))
    throw invalid('assignment', `There is no role ${assignment.role} in the team ${teamId}.`);
}

async function mustManage({ tx }: Change, actor: Actor, teamId: string): Promise<void> {
  const [team] = await tx.$queryRaw<
    { archived: boolean }[]
  >`SELECT archived_at IS NOT NULL AS archived FROM teams WHERE id = ${teamId}::uuid`;
  if (!team || !canRead(actor, teamId)) throw notFound('team');
  must(actor, 'review.manage', { teamId });
  if (team.archived) throw new AppError('conflict', 'This team is archived.');
}

const canRead = (actor: Actor, teamId: string) => {
  const { read } = scopeOf(actor);
  return read === 'every' || read.includes(teamId);
};

/** @throws AppError `not_found`, `forbidden`, or `conflict` with the schedule as it stands */
async function locked(change: Change, actor: Actor, id: string, version: number): Promise<ReviewSchedule> {
  const seen = await change.tx.reviewSchedule.findUnique({ where: { id } });
  if (!seen) throw notFound('schedule');
  must(actor, 'review.manage', { teamId: seen.teamId });
  await change.tx.$queryRaw`SELECT id FROM review_schedules WHERE id = ${id}::uuid FOR UPDATE`;
  const schedule = await change.tx.reviewSchedule.findUnique({ where: { id } });
  if (!schedule) throw notFound('schedule');
  if (schedule.version !== version)
    throw new AppError('conflict', 'Somebody else changed this schedule in the meantime.', {
      current: { version: schedule.version, enabled: schedule.enabled, ...saidIn(schedule) },
    });
  return schedule;
}

const answerOf = ({ id, version, nextAt }: ReviewSchedule): ScheduleAnswer => ({ id, version, nextAt: nextAt?.toISOString() ?? null });

const eventOf = (event: AuditEvent['event'], { id, teamId }: { id: string; teamId: string }): AuditEvent => ({
  event,
  targetType: 'review_schedule',
  targetId: id,
  teamId,
});
