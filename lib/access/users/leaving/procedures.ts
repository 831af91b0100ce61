import { z } from 'zod';
import { actOf, operation } from '../../procedure.ts';
import type { Belongings } from '../belongings.ts';
import { OnePerson } from '../invitations/schema.ts';
import { changePeople } from './bulk.ts';
import { deactivatePerson, reactivatePerson } from './commands.ts';
import { erasePerson } from './erasure.ts';
import { belongingsOf } from './queries.ts';
import { BelongingsInput, BelongingsOutput, Deactivated, Deactivation, Erasure, PeopleBulk, PeopleReport, Reactivated } from './schema.ts';

const tag = 'People';
const permission = 'person.manage';

/** The operations on people that touch what other domains keep for them: `belongings` names it. */
export const leavingOperationsOf = (belongings: readonly Belongings[]) => ({
  belongings: operation(
    'GET /people/{id}/belongings',
    {
      permission: 'signed-in',
      tag,
      summary: 'Say what somebody owns, to take over when they leave',
      input: BelongingsInput,
      output: BelongingsOutput,
    },
    ({ actor, input }) => belongingsOf(actor, belongings, input.id),
  ),
  deactivate: operation(
    'POST /people/{id}/deactivate',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Deactivate somebody: ends their sessions and tokens, and gives what they own to a successor',
      input: Deactivation,
      output: Deactivated,
    },
    ({ actor, input, context }) => deactivatePerson(actor, actOf(context), belongings, input),
  ),
  reactivate: operation(
    'POST /people/{id}/reactivate',
    { permission, sensitive: true, tag, summary: 'Let somebody back in, with the roles they have', input: OnePerson, output: Reactivated },
    ({ actor, input, context }) => reactivatePerson(actor, actOf(context), input.id),
  ),
  erase: operation(
    'POST /people/{id}/erase',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Erase the personal data of somebody who left',
      input: Erasure,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => erasePerson(actor, actOf(context), input),
  ),
  bulk: operation(
    'POST /people/bulk',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Give many people a role or a team, or deactivate them; reported one by one',
      input: PeopleBulk,
      output: PeopleReport,
    },
    ({ actor, input, context }) => changePeople(actor, actOf(context), belongings, input),
  ),
});
