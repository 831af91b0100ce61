import { type Actor, can, must, scopeOf, teamsWith } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Subject } from '../rules.ts';
import { Assignment } from '../schema.ts';
import { gives } from '../sql.ts';
import { isScheduled, ruleKept, ruleWords, scheduleSubjects } from './rules.ts';
import type { Schedule, ScheduleChoices, ScheduleDetail, SchedulePreview, SchedulePreviewInput } from './schema.ts';
import { type ScheduledTemplate, subjectsOf } from './sql.ts';
import { timesAfter, timingProblem } from './times/rules.ts';

type Row = {
  id: string;
  team_id: string;
  team_key: string;
  team_name: string;
  name: string;
  rule: string;
  time_zone: string;
  template: string;
  template_name: string;
  subject: Subject;
  template_enabled: boolean;
  filter: string;
  assignment: unknown;
  enabled: boolean;
  next_at: Date | null;
  last_at: Date | null;
  asked: number;
  waiting: number;
  created_by: string | null;
  creator: string | null;
  version: number;
};

const schedules = (only: Prisma.Sql) => Prisma.sql`
  SELECT s.id, s.team_id, t.key AS team_key, t.name AS team_name, s.name, s.rule, s.time_zone, s.template, v.content ->> 'name' AS template_name, e.subject,
    e.enabled AS template_enabled, s.filter, s.assignment, s.enabled, s.next_at, s.last_at, c.asked, c.waiting, s.created_by, u.name AS creator, s.version
  FROM review_schedules s JOIN teams t ON t.id = s.team_id JOIN review_templates e ON e.key = s.template
  JOIN review_template_versions v ON v.template = e.key AND v.number = e.current LEFT JOIN users u ON u.id = s.created_by
  CROSS JOIN LATERAL (SELECT count(*)::int AS asked, count(*) FILTER (WHERE r.status IN ('open', 'changes'))::int AS waiting
    FROM reviews r WHERE r.cause = 'schedule' AND r.cause_ref = s.id::text) c ${only}`;

function scheduleOf(actor: Actor, row: Row): Schedule {
  const { rule, start } = ruleKept(row.rule);
  return {
    ...{ id: row.id, name: row.name, rule, start, timeZone: row.time_zone, words: ruleWords(rule), filter: row.filter },
    team: { id: row.team_id, key: row.team_key, name: row.team_name },
    template: { key: row.template, name: row.template_name, subject: row.subject, enabled: row.template_enabled },
    assignment: Assignment.parse(row.assignment),
    ...{ enabled: row.enabled, asked: row.asked, waiting: row.waiting, version: row.version },
    ...{ nextAt: row.next_at?.toISOString() ?? null, lastAt: row.last_at?.toISOString() ?? null },
    createdBy: row.created_by && row.creator ? { id: row.created_by, name: row.creator } : null,
    mayManage: can(actor, 'review.manage', { teamId: row.team_id }),
  };
}

/** Schedules of the teams that the reader may see: those that come round next first, paused ones last. */
export async function listSchedules(actor: Actor): Promise<Schedule[]> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<Row>(schedules(Prisma.sql`WHERE t.archived_at IS NULL ORDER BY s.next_at NULLS LAST, lower(s.name), s.id LIMIT 1000`)),
  );
  return rows.map((row) => scheduleOf(actor, row));
}

/** @throws AppError `not_found` */
export async function getSchedule(actor: Actor, id: string): Promise<ScheduleDetail> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(schedules(Prisma.sql`WHERE s.id = ${id}::uuid`));
    if (!row) throw notFound('schedule');
    const schedule = scheduleOf(actor, row);
    const times = schedule.nextAt === null ? [] : timesAfter(schedule, new Date(Date.parse(schedule.nextAt) - 1), 5);
    return { ...schedule, times: times.map((time) => time.toISOString()), names: await namesOf(reader, schedule) };
  });
}

/** Names of the people and the role that its seats go to, which the directory shows to everyone. */
async function namesOf(reader: Reader, { assignment }: Schedule): Promise<Record<string, string>> {
  const people = assignment.by === 'hand' ? assignment.people : assignment.by === 'balanced' ? assignment.among : [];
  const roles = assignment.by === 'pool' ? [assignment.role] : [];
  const rows = await reader.rows<{ key: string; name: string }>(Prisma.sql`
    SELECT id::text AS key, name FROM users WHERE id = ANY (${people}::uuid[]) UNION ALL SELECT key, name FROM roles WHERE key = ANY (${roles})`);
  return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
}

/** A template that schedules can ask by; what is wrong otherwise, in words. */
export async function scheduledTemplate(reader: Reader, key: string): Promise<ScheduledTemplate | { problem: string }> {
  const [template] = await reader.rows<ScheduledTemplate & { enabled: boolean }>(Prisma.sql`
    SELECT t.subject, t.enabled, v.content -> 'kinds' AS kinds, v.content -> 'stages' AS stages
    FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current WHERE t.key = ${key}`);
  if (!template) return { problem: `There is no template ${key}.` };
  if (!isScheduled(template.subject))
    return {
      problem: 'A schedule asks about versions, changes, datasets or access: transitions and acceptances are asked for as they come.',
    };
  return template.enabled ? template : { problem: 'This template is switched off.' };
}

/** When it would come round, and what it would ask about today; nothing is written. @throws AppError `not_found`, `forbidden` */
export async function previewSchedule(actor: Actor, input: SchedulePreviewInput): Promise<SchedulePreview> {
  return read(scopeOf(actor), async (reader) => {
    const [team] = await reader.rows<{ id: string }>(
      Prisma.sql`SELECT id FROM teams WHERE id = ${input.teamId}::uuid AND archived_at IS NULL`,
    );
    if (!team || !can(actor, 'asset.read', { teamId: input.teamId })) throw notFound('team');
    must(actor, 'review.manage', { teamId: input.teamId });
    const at = now();
    const timing = timingProblem(input, at);
    const template = await scheduledTemplate(reader, input.template);
    const found: Found = 'subject' in template ? await matchesOf(reader, { ...input, template }) : nothing({ template: template.problem });
    return {
      words: ruleWords(input.rule),
      times: timing ? [] : timesAfter(input, at, 5).map((time) => time.toISOString()),
      ...found,
      problems: { ...(timing && { [timing.field]: timing.message }), ...found.problems },
    };
  });
}

/** Teams in which the actor may schedule reviews, templates that schedules can ask by, and roles of teams that may decide; by name. */
export async function scheduleChoices(actor: Actor): Promise<ScheduleChoices> {
  const mine = teamsWith(actor, 'review.manage');
  return read(scopeOf(actor), async (reader) => ({
    teams: await reader.rows<ScheduleChoices['teams'][number]>(Prisma.sql`
      SELECT id, name FROM teams WHERE archived_at IS NULL AND ${mine === 'every' ? Prisma.sql`true` : Prisma.sql`id = ANY (${mine}::uuid[])`} ORDER BY lower(name), id`),
    templates: await reader.rows<ScheduleChoices['templates'][number]>(Prisma.sql`
      SELECT t.key, v.content ->> 'name' AS name, t.subject FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current
      WHERE t.enabled AND t.subject = ANY (${[...scheduleSubjects]}) ORDER BY lower(v.content ->> 'name'), t.key`),
    roles: await reader.rows<ScheduleChoices['roles'][number]>(Prisma.sql`
      SELECT r.key, r.name FROM roles r WHERE r.retired_at IS NULL AND r.scope = 'team' AND ${gives('review.decide')} ORDER BY r.built_in DESC, lower(r.name), r.key`),
  }));
}

type Found = Pick<SchedulePreview, 'matching' | 'examples' | 'problems'>;
const nothing = (problems: Record<string, string>): Found => ({ matching: 0, examples: [], problems });

async function matchesOf(reader: Reader, about: Parameters<typeof subjectsOf>[0]): Promise<Found> {
  try {
    const [row] = await reader.rows<{ n: number; examples: string[] }>(Prisma.sql`
      WITH found AS MATERIALIZED (${subjectsOf(about)})
      SELECT (SELECT count(*)::int FROM found) AS n, ARRAY(SELECT name FROM found ORDER BY lower(name), id LIMIT 5) AS examples`);
    return { matching: row?.n ?? 0, examples: row?.examples ?? [], problems: {} };
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return nothing(error.details.fields ?? {});
    throw error;
  }
}
