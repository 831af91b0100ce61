import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { ReviewsPreview, ReviewsReport } from '../requesting/schema.ts';
import { assignMany } from './many/commands.ts';
import { previewAssignment } from './many/queries.ts';
import { candidatesAbout, candidatesFor } from './queries.ts';
import { BulkAssignment, CandidateInput, Candidates, CandidatesAbout, NewSeat, Reassignment, SeatOfReview } from './schema.ts';
import { addSeat, claimSeat, reassignSeat, releaseSeat } from './seats/commands.ts';

const tag = 'Reviews';
const One = z.strictObject({ id: z.uuid() });
const nothing = { output: z.void(), status: 204 } as const;

export const reviewAssignmentOperations = {
  candidates: operation(
    'GET /reviews/{id}/candidates',
    {
      permission: 'review.request',
      tag,
      summary: 'Say who could be asked to decide, with what waits for each',
      input: CandidateInput,
      output: Candidates,
    },
    ({ actor, input }) => candidatesFor(actor, input),
  ),
  candidatesAbout: operation(
    'POST /reviews/candidates',
    {
      permission: 'review.request',
      tag,
      summary: 'Say who could be asked to decide on something, before a review of it is asked for',
      input: CandidatesAbout,
      output: Candidates,
    },
    ({ actor, input }) => candidatesAbout(actor, input),
  ),
  assignPreview: operation(
    'POST /reviews/assign/preview',
    {
      permission: 'review.manage',
      tag,
      summary: 'Say who would get what if many reviews were assigned',
      input: BulkAssignment,
      output: ReviewsPreview,
    },
    ({ actor, input }) => previewAssignment(actor, input),
  ),
  assignMany: operation(
    'POST /reviews/assign',
    { permission: 'review.manage', tag, summary: 'Assign many reviews at once', input: BulkAssignment, output: ReviewsReport },
    ({ actor, input, context }) => assignMany(actor, actOf(context), input),
  ),
  addSeat: operation(
    'POST /reviews/{id}/seats',
    {
      permission: 'review.request',
      tag,
      summary: 'Ask a person or a pool to decide in a review',
      input: NewSeat,
      output: One,
      status: 201,
    },
    ({ actor, input, context }) => addSeat(actor, actOf(context), input),
  ),
  reassign: operation(
    'POST /reviews/{id}/seats/{seat}/reassign',
    { permission: 'review.manage', tag, summary: 'Give a seat to somebody else', input: Reassignment, output: One },
    ({ actor, input, context }) => reassignSeat(actor, actOf(context), input),
  ),
  release: operation(
    'POST /reviews/{id}/seats/{seat}/release',
    { permission: 'review.decide', tag, summary: 'Give a seat back', input: SeatOfReview, ...nothing },
    ({ actor, input, context }) => releaseSeat(actor, actOf(context), input),
  ),
  claim: operation(
    'POST /reviews/{id}/seats/{seat}/claim',
    { permission: 'review.decide', tag, summary: 'Claim a seat of a pool', input: SeatOfReview, ...nothing },
    ({ actor, input, context }) => claimSeat(actor, actOf(context), input),
  ),
};
