import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { getRecalculation, listRecalculations } from './queries.ts';
import { Recalculation } from './schema.ts';

const tag = 'Catalogue';

export const recalculationOperations = {
  list: operation(
    'GET /recalculations',
    {
      permission: 'asset.read',
      tag,
      summary: 'See how far the latest recalculations of every level are',
      input: z.strictObject({}),
      output: z.object({ rows: z.array(Recalculation) }),
    },
    async ({ actor }) => ({ rows: await listRecalculations(actor) }),
  ),
  get: operation(
    'GET /recalculations/{id}',
    {
      permission: 'asset.read',
      tag,
      summary: 'See how far a recalculation of every level is',
      input: z.strictObject({ id: z.uuid() }),
      output: Recalculation,
    },
    ({ actor, input }) => getRecalculation(actor, input.id),
  ),
};
