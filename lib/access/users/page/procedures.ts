import { operation } from '../../procedure.ts';
import { OnePerson } from '../invitations/schema.ts';
import { activityOfPerson } from './activity.ts';
import { getPerson } from './queries.ts';
import { ActivityInput, PersonActivity, PersonDetail } from './schema.ts';

const tag = 'People';

export const personOperations = {
  get: operation(
    'GET /people/{id}',
    { permission: 'signed-in', tag, summary: 'Get a person, as far as you may know them', input: OnePerson, output: PersonDetail },
    ({ actor, input }) => getPerson(actor, input.id),
  ),
  activity: operation(
    'GET /people/{id}/activity',
    {
      permission: 'signed-in',
      tag,
      summary: 'List what a person did, or what was done to their account',
      input: ActivityInput,
      output: PersonActivity,
    },
    ({ actor, input }) => activityOfPerson(actor, input),
  ),
};
