import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { approveRequest, refuseRequest, requestAccess, withdrawRequest } from './commands.ts';
import { countWaiting, listRequests } from './queries.ts';
import { AccessRequest, Approval, NewRequest, Refusal, RequestListInput } from './schema.ts';

const tag = 'Access';
const One = z.strictObject({ id: z.uuid() });

export const requestOperations = {
  list: operation(
    'GET /access/requests',
    {
      permission: 'signed-in',
      tag,
      summary: 'List the requests for access of your own, or those that you may decide on',
      input: RequestListInput,
      output: z.object({ requests: z.array(AccessRequest) }),
    },
    async ({ actor, input }) => ({ requests: await listRequests(actor, input) }),
  ),
  waiting: operation(
    'GET /access/requests/waiting',
    {
      permission: 'signed-in',
      tag,
      summary: 'Count the requests that wait for you to decide',
      input: z.strictObject({}),
      output: z.object({ waiting: z.number().int() }),
    },
    async ({ actor }) => ({ waiting: await countWaiting(actor) }),
  ),
  create: operation(
    'POST /access/requests',
    { permission: 'session', tag, summary: 'Ask for a role in a team', input: NewRequest, output: One, status: 201 },
    ({ actor, input, context }) => requestAccess(actor, actOf(context), input),
  ),
  approve: operation(
    'POST /access/requests/{id}/approve',
    {
      permission: 'member.manage',
      tag,
      summary: 'Give what was asked for, or a lesser role or a shorter time',
      input: Approval,
      output: z.void(),
      sensitive: true,
      status: 204,
    },
    ({ actor, input, context }) => approveRequest(actor, actOf(context), input),
  ),
  refuse: operation(
    'POST /access/requests/{id}/refuse',
    { permission: 'member.manage', tag, summary: 'Refuse a request, with a note', input: Refusal, output: z.void(), status: 204 },
    ({ actor, input, context }) => refuseRequest(actor, actOf(context), input),
  ),
  withdraw: operation(
    'POST /access/requests/{id}/withdraw',
    { permission: 'session', tag, summary: 'Take back a request of yours', input: One, output: z.void(), status: 204 },
    ({ actor, input, context }) => withdrawRequest(actor, actOf(context), input.id),
  ),
};
