import { z } from 'zod';
import { actOf, operation } from '../../procedure.ts';
import { editPerson, setRole } from './commands.ts';
import { PersonEdit, RoleChange } from './schema.ts';

const tag = 'People';
const permission = 'person.manage';

export const administrationOperations = {
  edit: operation(
    'PATCH /people/{id}',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Change somebody’s name or mail address',
      input: PersonEdit,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => editPerson(actor, actOf(context), input),
  ),
  role: operation(
    'PUT /people/{id}/role',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Give somebody another role in the organisation',
      input: RoleChange,
      output: z.void(),
      status: 204,
    },
    async ({ actor, input, context }) => {
      await setRole(actor, actOf(context), input);
    },
  ),
};
