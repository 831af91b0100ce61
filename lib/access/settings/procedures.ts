import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { changeCalendar, changeSecondFactor, changeSessions } from './commands.ts';
import { consequencesOf, getOrganisationSettings } from './queries.ts';
import { CalendarEdit, Consequences, OrganisationSettings, RequiredFor, SecondFactorEdit, SessionsEdit } from './schema.ts';

const tag = 'Settings';

export const settingsOperations = {
  get: operation(
    'GET /settings',
    {
      permission: 'settings.manage',
      tag,
      summary: 'See how the organisation signs in, and on which days nobody works',
      input: z.strictObject({}),
      output: OrganisationSettings,
    },
    () => getOrganisationSettings(),
  ),
  changeSessions: operation(
    'PUT /settings/sessions',
    {
      permission: 'settings.manage',
      sensitive: true,
      tag,
      summary: 'Set how long sessions last; it counts for those that are open, too',
      input: SessionsEdit,
      output: OrganisationSettings,
    },
    async ({ actor, input, context }) => {
      await changeSessions(actor, actOf(context), input);
      return getOrganisationSettings();
    },
  ),
  changeSecondFactor: operation(
    'PUT /settings/second-factor',
    {
      permission: 'settings.manage',
      sensitive: true,
      tag,
      summary: 'Set who must have a second factor; whoever has none must add one before anything else',
      input: SecondFactorEdit,
      output: OrganisationSettings,
    },
    async ({ actor, input, context }) => {
      await changeSecondFactor(actor, actOf(context), input);
      return getOrganisationSettings();
    },
  ),
  changeCalendar: operation(
    'PUT /settings/calendar',
    {
      permission: 'settings.manage',
      tag,
      summary: 'Set on which days nobody works: due days and reminders leave them out, as they do Saturdays and Sundays',
      input: CalendarEdit,
      output: OrganisationSettings,
    },
    async ({ actor, input, context }) => {
      await changeCalendar(actor, actOf(context), input);
      return getOrganisationSettings();
    },
  ),
  consequences: operation(
    'POST /settings/second-factor/consequences',
    {
      permission: 'settings.manage',
      tag,
      summary: 'Count whom a requirement would concern; changes nothing',
      input: z.strictObject({ requiredFor: RequiredFor }),
      output: Consequences,
    },
    ({ actor, input }) => consequencesOf(actor, input.requiredFor),
  ),
};
