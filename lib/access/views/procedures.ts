import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { createView, deleteView, editView } from './commands.ts';
import { listViews } from './queries.ts';
import { ListNoun, NewView, View, ViewEdit } from './schema.ts';

const tag = 'Views';
const One = z.strictObject({ id: z.uuid() });

export const viewOperations = {
  list: operation(
    'GET /views',
    {
      permission: 'signed-in',
      tag,
      summary: 'List your saved views of a list and the shared ones',
      input: z.strictObject({ list: ListNoun }),
      output: z.object({ views: z.array(View) }),
    },
    async ({ actor, input }) => ({ views: await listViews(actor, input.list) }),
  ),
  create: operation(
    'POST /views',
    { permission: 'session', tag, summary: 'Save a view', input: NewView, output: One, status: 201 },
    ({ actor, input, context }) => createView(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /views/{id}',
    { permission: 'session', tag, summary: 'Rename, change or share a view of yours', input: ViewEdit, output: z.void(), status: 204 },
    ({ actor, input, context }) => editView(actor, actOf(context), input),
  ),
  delete: operation(
    'DELETE /views/{id}',
    { permission: 'session', tag, summary: 'Delete a view of yours', input: One, output: z.void(), status: 204 },
    ({ actor, input, context }) => deleteView(actor, actOf(context), input.id),
  ),
};
