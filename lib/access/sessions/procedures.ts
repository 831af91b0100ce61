import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { endOtherSessions, endOwnSession } from './commands.ts';
import { listOwnSessions } from './queries.ts';
import { OwnSession } from './schema.ts';

const tag = 'Account';

export const sessionOperations = {
  list: operation(
    'GET /account/sessions',
    {
      permission: 'signed-in',
      tag,
      summary: 'List your sessions',
      input: z.strictObject({}),
      output: z.object({ sessions: z.array(OwnSession) }),
    },
    async ({ actor }) => ({ sessions: await listOwnSessions(actor) }),
  ),
  end: operation(
    'DELETE /account/sessions/{id}',
    {
      permission: 'signed-in',
      tag,
      summary: 'End one of your sessions',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => endOwnSession(actor, actOf(context), input.id),
  ),
  endOthers: operation(
    'POST /account/sessions/end-others',
    {
      permission: 'signed-in',
      tag,
      summary: 'End all your sessions but this one',
      input: z.strictObject({}),
      output: z.object({ ended: z.int() }),
    },
    async ({ actor, context }) => ({ ended: await endOtherSessions(actor, actOf(context)) }),
  ),
};
