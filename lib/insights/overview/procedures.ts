import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { getOverview } from './queries.ts';
import { Overview } from './schema.ts';

export const overviewOperations = {
  overview: operation(
    'GET /insights/overview',
    {
      permission: 'asset.read',
      tag: 'Insights',
      summary: 'What asks for attention first: levels, changes, movements, what is due',
      input: z.strictObject({}),
      output: Overview,
    },
    ({ actor }) => getOverview(actor),
  ),
};
