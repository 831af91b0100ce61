import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { createRole, editRole, turnRole } from './commands.ts';
import { getRole, listHoldersOfRole, listRoles, previewRole } from './queries.ts';
import { NewRole, RoleEdit, RoleHolders, RoleKey, RolePreview, RolePreviewInput, RoleRow, RoleTurn } from './schema.ts';

const tag = 'Roles';
const One = z.strictObject({ key: RoleKey });

export const roleOperations = {
  list: operation(
    'GET /roles',
    {
      permission: 'signed-in',
      tag,
      summary: 'List all roles, built in and custom, and what each gives',
      input: z.strictObject({}),
      output: z.object({ roles: z.array(RoleRow) }),
    },
    async ({ actor }) => ({ roles: await listRoles(actor) }),
  ),
  get: operation(
    'GET /roles/{key}',
    { permission: 'signed-in', tag, summary: 'Get a role', input: One, output: RoleRow },
    ({ actor, input }) => getRole(actor, input.key),
  ),
  holders: operation(
    'GET /roles/{key}/holders',
    { permission: 'signed-in', tag, summary: 'Who holds a role, and where', input: One, output: RoleHolders },
    ({ actor, input }) => listHoldersOfRole(actor, input.key),
  ),
  create: operation(
    'POST /roles',
    {
      permission: 'role.manage',
      tag,
      summary: 'Define a custom role by copying one',
      input: NewRole,
      output: z.object({ key: z.string() }),
      sensitive: true,
      status: 201,
    },
    ({ actor, input, context }) => createRole(actor, actOf(context), input),
  ),
  preview: operation(
    'POST /roles/{key}/preview',
    {
      permission: 'role.manage',
      tag,
      summary: 'Who would gain and lose what if a custom role gave these rights; changes nothing',
      input: RolePreviewInput,
      output: RolePreview,
    },
    ({ actor, input }) => previewRole(actor, input),
  ),
  edit: operation(
    'PATCH /roles/{key}',
    {
      permission: 'role.manage',
      tag,
      summary: 'Change a custom role; a change of rights takes what its preview showed',
      input: RoleEdit,
      output: RoleRow,
      sensitive: true,
    },
    async ({ actor, input, context }) => {
      await editRole(actor, actOf(context), input);
      return getRole(actor, input.key);
    },
  ),
  retire: operation(
    'POST /roles/{key}/retire',
    {
      permission: 'role.manage',
      tag,
      summary: 'Retire a custom role: it is granted no more, and who holds it keeps it',
      input: RoleTurn,
      output: RoleRow,
      sensitive: true,
    },
    async ({ actor, input, context }) => {
      await turnRole(actor, actOf(context), input, 'retired');
      return getRole(actor, input.key);
    },
  ),
  restore: operation(
    'POST /roles/{key}/restore',
    {
      permission: 'role.manage',
      tag,
      summary: 'Take back the retirement of a custom role',
      input: RoleTurn,
      output: RoleRow,
      sensitive: true,
    },
    async ({ actor, input, context }) => {
      await turnRole(actor, actOf(context), input, 'restored');
      return getRole(actor, input.key);
    },
  ),
};
