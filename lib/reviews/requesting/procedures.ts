import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { requestMany, requestReview } from './commands.ts';
import { previewReviews } from './queries.ts';
import { NewReview, NewReviews, ReviewsPreview, ReviewsReport, ReviewsUndone } from './schema.ts';
import { undoRequest } from './undoing/commands.ts';

const tag = 'Reviews';
const permission = 'review.request';

export const reviewRequestOperations = {
  request: operation(
    'POST /reviews',
    { permission, tag, summary: 'Ask for a review', input: NewReview, output: z.strictObject({ id: z.uuid() }), status: 201 },
    ({ actor, input, context }) => requestReview(actor, actOf(context), input),
  ),
  preview: operation(
    'POST /reviews/bulk/preview',
    {
      permission,
      tag,
      summary: 'Say who would get what if reviews of many things were asked for',
      input: NewReviews,
      output: ReviewsPreview,
    },
    ({ actor, input }) => previewReviews(actor, input),
  ),
  requestMany: operation(
    'POST /reviews/bulk',
    { permission, tag, summary: 'Ask for reviews of many things at once', input: NewReviews, output: ReviewsReport },
    ({ actor, input, context }) => requestMany(actor, actOf(context), input),
  ),
  undo: operation(
    'POST /reviews/bulk/{operationId}/undo',
    {
      permission,
      tag,
      summary: 'Withdraw what was asked for at once, within ten minutes',
      input: z.strictObject({ operationId: z.uuid() }),
      output: ReviewsUndone,
    },
    ({ actor, input, context }) => undoRequest(actor, actOf(context), input.operationId),
  ),
};
