import { z } from 'zod';
import { HandedLink } from '../../links/schema.ts';
import { actOf, operation } from '../../procedure.ts';
import { OnePerson } from '../invitations/schema.ts';
import { completeReset, requestReset, startReset } from './commands.ts';
import { ResetCompletion, ResetRequest } from './schema.ts';

const tag = 'Passwords';

export const resetOperations = {
  start: operation(
    'POST /people/{id}/password-reset',
    {
      permission: 'person.manage',
      sensitive: true,
      tag,
      summary: 'Send somebody a link to choose a new password by',
      input: OnePerson,
      output: HandedLink,
    },
    ({ actor, input, context }) => startReset(actor, actOf(context), input.id),
  ),
  request: operation(
    'POST /password-resets',
    {
      permission: 'anyone',
      tag,
      summary: 'Ask for a link to a new password by mail; the answer is the same whether there is such an account or not',
      input: ResetRequest,
      output: z.void(),
      status: 204,
    },
    ({ input, context }) => requestReset(input.email, context.requestId, context.address),
  ),
  complete: operation(
    'POST /password-resets/complete',
    {
      permission: 'anyone',
      tag,
      summary: 'Choose the new password with the link; ends every session',
      input: ResetCompletion,
      output: z.void(),
      status: 204,
    },
    ({ input, context }) => completeReset(input, context.requestId, context.address),
  ),
};
