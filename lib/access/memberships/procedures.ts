import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { addMember, editMember, endMember } from './commands.ts';
import { listMembers } from './queries.ts';
import { Member, MemberEdit, MemberEnd, NewMember } from './schema.ts';

const tag = 'Teams';

export const membershipOperations = {
  list: operation(
    'GET /teams/{id}/members',
    {
      permission: 'signed-in',
      tag,
      summary: 'List the members of a team, with their roles',
      input: z.strictObject({ id: z.uuid() }),
      output: z.object({ members: z.array(Member) }),
    },
    async ({ actor, input }) => ({ members: await listMembers(actor, input.id) }),
  ),
  add: operation(
    'POST /teams/{id}/members',
    {
      permission: 'member.manage',
      tag,
      summary: 'Give somebody a role in a team',
      input: NewMember,
      output: z.void(),
      sensitive: true,
      status: 204,
    },
    ({ actor, input, context }) => addMember(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /teams/{id}/members/{personId}',
    {
      permission: 'member.manage',
      tag,
      summary: 'Change the role of a member, or when it ends',
      input: MemberEdit,
      output: z.void(),
      sensitive: true,
      status: 204,
    },
    ({ actor, input, context }) => editMember(actor, actOf(context), input),
  ),
  end: operation(
    'DELETE /teams/{id}/members/{personId}',
    { permission: 'member.manage', tag, summary: 'Take somebody out of a team', input: MemberEnd, output: z.void(), status: 204 },
    ({ actor, input, context }) => endMember(actor, actOf(context), input),
  ),
};
