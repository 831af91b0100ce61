/** Who should decide: candidates, seats, pools, and many reviews assigned at once. */
import { z } from 'zod';
import { ReviewFilter } from '../list/schema.ts';
import { ReviewSubject } from '../requesting/schema.ts';
import { mostAtOnce } from '../rules.ts';
import { Assignment, Id, RoleKey, TemplateKey, Time } from '../schema.ts';

export const CandidateInput = z.strictObject({ id: Id, q: z.string().trim().max(100).default('') });
/** Of a review that is still to be asked for. */
export const CandidatesAbout = z.strictObject({ about: ReviewSubject, template: TemplateKey, q: z.string().trim().max(100).default('') });
/** Somebody who could be asked, best first; those who may not follow, with why. */
export const Candidate = z.strictObject({
  id: Id,
  name: z.string(),
  /** Reviews that wait for them. */
  open: z.int(),
  lastAssignedAt: Time.nullable(),
  seated: z.boolean(),
  /** Whoever decides for them while they are away. */
  delegate: z.string().nullable(),
  /** Why they may not decide, after their name ("owns the asset"); null where they may. */
  hindrance: z.string().nullable(),
});
export type Candidate = z.output<typeof Candidate>;
export const Candidates = z.strictObject({
  people: z.array(Candidate),
  more: z.boolean(),
  /** Pools that a seat can be given to, with how many may claim it. */
  pools: z.array(z.strictObject({ role: z.string(), name: z.string(), people: z.int() })),
});
export type Candidates = z.output<typeof Candidates>;

/** A person or a pool gets a seat. */
export const NewSeat = z.strictObject({ id: Id, to: z.union([z.strictObject({ userId: Id }), z.strictObject({ role: RoleKey })]) });
export type NewSeat = z.output<typeof NewSeat>;
export const SeatOfReview = z.strictObject({ id: Id, seat: Id });
export const Reassignment = SeatOfReview.extend({ userId: Id });

/** Reviews that are named, or that a filter of the list finds. */
export const ManyReviews = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('reviews'), ids: z.array(Id).min(1).max(mostAtOnce, 'at most 10,000 at once') }),
  z.strictObject({ of: z.literal('filter'), filter: ReviewFilter }),
]);
export type ManyReviews = z.output<typeof ManyReviews>;
export const BulkAssignment = z.strictObject({
  reviews: ManyReviews,
  assignment: Assignment,
  /** Seats of those who have not decided yet are taken away first; otherwise new ones are added. */
  replace: z.boolean().default(false),
});
export type BulkAssignment = z.output<typeof BulkAssignment>;
