import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { Activity } from '#lib/assets/schema.ts';
import { listReviewActivity } from './queries.ts';

const Page = z.strictObject({
  id: z.uuid(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const reviewActivityOperations = {
  activity: operation(
    'GET /reviews/{id}/activity',
    { permission: 'asset.read', tag: 'Reviews', summary: 'What happened in a review, newest first', input: Page, output: Activity },
    ({ actor, input }) => listReviewActivity(actor, input),
  ),
};
