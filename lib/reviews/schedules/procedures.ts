import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { addSchedule, editSchedule, switchSchedule } from './commands.ts';
import { getSchedule, listSchedules, previewSchedule, scheduleChoices } from './queries.ts';
import {
  ById,
  NewSchedule,
  Schedule,
  ScheduleAnswer,
  ScheduleChoices,
  ScheduleDetail,
  ScheduleEdit,
  SchedulePreview,
  SchedulePreviewInput,
  ScheduleSwitch,
} from './schema.ts';

const tag = 'Review schedules';
const reading = { permission: 'asset.read', tag } as const;
const managing = { permission: 'review.manage', tag } as const;

export const scheduleOperations = {
  list: operation(
    'GET /reviews/schedules',
    {
      ...reading,
      summary: 'List schedules of reviews, those that come round next first',
      input: z.strictObject({}),
      output: z.object({ schedules: z.array(Schedule) }),
    },
    async ({ actor }) => ({ schedules: await listSchedules(actor) }),
  ),
  get: operation(
    'GET /reviews/schedules/{id}',
    { ...reading, summary: 'Get a schedule and the next five times at which it comes round', input: ById, output: ScheduleDetail },
    ({ actor, input }) => getSchedule(actor, input.id),
  ),
  choices: operation(
    'GET /reviews/schedule-choices',
    {
      ...managing,
      summary: 'List the teams, templates and roles that a schedule can name',
      input: z.strictObject({}),
      output: ScheduleChoices,
    },
    ({ actor }) => scheduleChoices(actor),
  ),
  preview: operation(
    'POST /reviews/schedule-previews',
    {
      ...managing,
      summary: 'When a schedule would come round, and what it would ask about today; changes nothing',
      input: SchedulePreviewInput,
      output: SchedulePreview,
    },
    ({ actor, input }) => previewSchedule(actor, input),
  ),
  add: operation(
    'POST /reviews/schedules',
    { ...managing, summary: 'Add a schedule of reviews to a team', input: NewSchedule, output: ScheduleAnswer, status: 201 },
    ({ actor, input, context }) => addSchedule(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /reviews/schedules/{id}',
    { ...managing, summary: 'Edit a schedule of reviews', input: ScheduleEdit, output: ScheduleAnswer },
    ({ actor, input, context }) => editSchedule(actor, actOf(context), input),
  ),
  switch: operation(
    'POST /reviews/schedules/{id}/switch',
    {
      ...managing,
      summary: 'Pause a schedule, or have it go on from the next time after now',
      input: ScheduleSwitch,
      output: ScheduleAnswer,
    },
    ({ actor, input, context }) => switchSchedule(actor, actOf(context), input),
  ),
};
