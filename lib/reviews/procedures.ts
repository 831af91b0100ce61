import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { sinceApproval } from './comparing/queries.ts';
import { SinceApproval } from './comparing/schema.ts';
import { decidersOf } from './deciding/queries.ts';
import { Deciders } from './deciding/schema.ts';
import { getReview } from './queries.ts';
import { Review } from './schema.ts';

const tag = 'Reviews';
const permission = 'asset.read';
const One = z.strictObject({ id: z.uuid() });

/** Reading one review. Asking, assigning and deciding have files of their own. */
export const reviewOperations = {
  get: operation(
    'GET /reviews/{id}',
    { permission, tag, summary: 'Get a review with its checklist, seats, votes and conditions', input: One, output: Review },
    ({ actor, input }) => getReview(actor, input.id),
  ),
  deciders: operation(
    'GET /reviews/{id}/deciders',
    { permission, tag, summary: 'Say who can decide on a review, and who cannot and why', input: One, output: Deciders },
    ({ actor, input }) => decidersOf(actor, input.id),
  ),
  sinceApproval: operation(
    'GET /reviews/{id}/since-approval',
    { permission, tag, summary: 'Say what changed since the last approval of the same thing', input: One, output: SinceApproval },
    ({ actor, input }) => sinceApproval(actor, input.id),
  ),
};
