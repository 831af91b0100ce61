/** Schedules: that reviews are asked for again and again, by a rule of RFC 5545 in a time zone, of what a filter of a team's assets finds. */
import { z } from 'zod';
import { Assignment, Id, line, Person, Subject, TemplateKey, Time } from '../schema.ts';
import { cleanRule } from './rules.ts';

const timing = {
  /** A rule of RFC 5545: "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO". */
  rule: z.string().min(1, 'A rule is needed.').max(500).transform(cleanRule),
  /** The first day that counts, and the time of day of each: local to the time zone. */
  start: z
    .string()
    .max(16)
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'A day and a time, such as 2026-01-05T09:00.'),
  timeZone: z.string().min(1).max(60),
};
const asking = {
  template: TemplateKey,
  /** The filter of assets, as the list's address writes it: "kind=model&stage=monitor". Empty for every active asset of the team. */
  filter: z.string().max(2000),
  assignment: Assignment,
};

export const NewSchedule = z.strictObject({
  teamId: Id,
  name: line(120).min(1, 'A name is needed.'),
  ...timing,
  template: asking.template,
  filter: asking.filter.default(''),
  assignment: Assignment.default({ by: 'template' }),
});
export type NewSchedule = z.output<typeof NewSchedule>;
export type NewScheduleInput = z.input<typeof NewSchedule>;

export const ScheduleEdit = z.strictObject({
  id: Id,
  version: z.int().min(1),
  name: line(120).min(1, 'A name is needed.').optional(),
  rule: timing.rule.optional(),
  start: timing.start.optional(),
  timeZone: timing.timeZone.optional(),
  template: asking.template.optional(),
  filter: asking.filter.optional(),
  assignment: Assignment.optional(),
});
export type ScheduleEdit = z.output<typeof ScheduleEdit>;
export const ScheduleSwitch = z.strictObject({ id: Id, version: z.int().min(1), enabled: z.boolean() });
export const ById = z.strictObject({ id: Id });

export const Schedule = z.strictObject({
  id: Id,
  team: z.strictObject({ id: Id, key: z.string(), name: z.string() }),
  name: z.string(),
  rule: z.string(),
  start: z.string(),
  timeZone: z.string(),
  /** "Every quarter on the first Monday"; the rule itself where it has no plain words. */
  words: z.string(),
  template: z.strictObject({ key: TemplateKey, name: z.string(), subject: Subject, enabled: z.boolean() }),
  filter: z.string(),
  assignment: Assignment,
  enabled: z.boolean(),
  /** Null while it is paused, and once its rule has ended. */
  nextAt: Time.nullable(),
  lastAt: Time.nullable(),
  /** Reviews that it has asked for, and those of them that wait. */
  asked: z.int(),
  waiting: z.int(),
  createdBy: Person.nullable(),
  version: z.int(),
  /** May the caller change it. */
  mayManage: z.boolean(),
});
export type Schedule = z.output<typeof Schedule>;
export const ScheduleDetail = Schedule.extend({
  /** The next five. */
  times: z.array(Time),
  names: z.record(z.string(), z.string()),
});
export type ScheduleDetail = z.output<typeof ScheduleDetail>;

export const SchedulePreviewInput = z.strictObject({ teamId: Id, ...timing, template: asking.template, filter: asking.filter.default('') });
export type SchedulePreviewInput = z.output<typeof SchedulePreviewInput>;
export const SchedulePreview = z.strictObject({
  words: z.string(),
  /** The next five. */
  times: z.array(Time),
  /** What is wrong, by field; then no times or no matches are told. */
  problems: z.record(z.string(), z.string()),
  /** Assets, or people, that it would ask about today. */
  matching: z.int(),
  examples: z.array(z.string()),
});
export type SchedulePreview = z.output<typeof SchedulePreview>;
export const ScheduleAnswer = z.strictObject({ id: Id, version: z.int(), nextAt: Time.nullable() });
export type ScheduleAnswer = z.output<typeof ScheduleAnswer>;

const named = { key: z.string(), name: z.string() };
/** What an editor of schedules may choose from. */
export const ScheduleChoices = z.strictObject({
  teams: z.array(z.strictObject({ id: Id, name: z.string() })),
  templates: z.array(z.strictObject({ ...named, subject: Subject })),
  roles: z.array(z.strictObject(named)),
});
export type ScheduleChoices = z.output<typeof ScheduleChoices>;
