import { operation } from '#lib/access/procedure.ts';
import { getPosture } from './queries.ts';
import { Posture, PostureInput } from './schema.ts';

export const reportOperations = {
  posture: operation(
    'GET /reports/posture',
    {
      permission: 'asset.read',
      tag: 'Reports',
      summary: 'What was known of the posture at the end of a day',
      input: PostureInput,
      output: Posture,
    },
    ({ actor, input }) => getPosture(actor, input),
  ),
};
