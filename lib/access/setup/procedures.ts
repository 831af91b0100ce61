import { z } from 'zod';
import { operation } from '../procedure.ts';
import { createFirstAdministrator } from './commands.ts';
import { Setup } from './schema.ts';

export const setupOperations = {
  create: operation(
    'POST /setup',
    {
      permission: 'anyone',
      tag: 'Account',
      summary: 'Make the first administrator, with the token of the link that the start printed',
      input: Setup,
      output: z.object({ id: z.uuid() }),
      status: 201,
    },
    ({ input, context }) => createFirstAdministrator(input, context.requestId),
  ),
};
