import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { recordLineage, removeLineage } from './commands.ts';
import { getLineage } from './queries.ts';
import { LineageGraph, LineageInput, NewLineage } from './schema.ts';

const tag = 'Lineage';
const One = z.strictObject({ id: z.uuid() });

export const lineageOperations = {
  get: operation(
    'GET /assets/{id}/lineage',
    { permission: 'asset.read', tag, summary: 'What an asset came from and what came of it', input: LineageInput, output: LineageGraph },
    ({ actor, input }) => getLineage(actor, input),
  ),
  record: operation(
    'POST /lineage',
    { permission: 'lineage.edit', tag, summary: 'Record a relation between two versions', input: NewLineage, output: One, status: 201 },
    ({ actor, input, context }) => recordLineage(actor, actOf(context), input),
  ),
  remove: operation(
    'DELETE /lineage/{id}',
    { permission: 'lineage.edit', tag, summary: 'Remove a relation', input: One, output: z.strictObject({ removed: z.literal(true) }) },
    async ({ actor, input, context }) => {
      await removeLineage(actor, actOf(context), input.id);
      return { removed: true as const };
    },
  ),
};
