import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { chartOperations } from './charts/procedures.ts';
import { getInventory } from './queries.ts';
import { Inventory } from './schema.ts';

export const insightOperations = {
  ...chartOperations,
  inventory: operation(
    'GET /insights/inventory',
    {
      permission: 'asset.read',
      tag: 'Insights',
      summary: 'Count active assets by kind and stage, and the gaps among them',
      input: z.strictObject({}),
      output: Inventory,
    },
    ({ actor }) => getInventory(actor),
  ),
};
