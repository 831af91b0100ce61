import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { createDelegation, endDelegation } from './commands.ts';
import { listDelegations } from './queries.ts';
import { DelegationMade, Delegations, NewDelegation } from './schema.ts';

const tag = 'Delegations';
const permission = 'review.decide';

export const delegationOperations = {
  list: operation(
    'GET /delegations',
    {
      permission,
      tag,
      summary: 'List who decides in your place, and in whose place you decide',
      input: z.strictObject({}),
      output: Delegations,
    },
    ({ actor }) => listDelegations(actor),
  ),
  create: operation(
    'POST /delegations',
    {
      permission,
      tag,
      summary: 'Have somebody decide in your place while you are away',
      input: NewDelegation,
      output: DelegationMade,
      status: 201,
    },
    ({ actor, input, context }) => createDelegation(actor, actOf(context), input),
  ),
  end: operation(
    'DELETE /delegations/{id}',
    {
      permission,
      tag,
      summary: 'End a delegation of yours before its time',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => endDelegation(actor, actOf(context), input.id),
  ),
};
