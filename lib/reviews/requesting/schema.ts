/** Asking for reviews: one, or many at once from a list. */
import { z } from 'zod';
import { AssetFilter, Kind, Stage } from '#lib/assets/schema.ts';
import { mostAtOnce } from '../rules.ts';
import { Assignment, Day, Id, line, prose, TemplateKey } from '../schema.ts';

/** What a review is about. A version left out is the newest that is registered. */
export const ReviewSubject = z.discriminatedUnion('subject', [
  z.strictObject({ subject: z.literal('version'), assetId: Id, versionId: Id.optional() }),
  z.strictObject({ subject: z.literal('dataset'), assetId: Id, versionId: Id.optional() }),
  z.strictObject({ subject: z.literal('transition'), assetId: Id, stage: Stage, versionId: Id.optional() }),
  z.strictObject({ subject: z.literal('change'), assetId: Id, versionId: Id, baseVersionId: Id }),
  z.strictObject({ subject: z.literal('acceptance'), acceptanceId: Id }),
  z.strictObject({ subject: z.literal('access'), teamId: Id, personId: Id }),
]);
export type ReviewSubject = z.output<typeof ReviewSubject>;

const asking = {
  template: TemplateKey,
  reason: prose(4000).default(''),
  /** As many working days as the template says, when left out. */
  due: Day.optional(),
  assignment: Assignment.default({ by: 'template' }),
};

export const NewReview = z.strictObject({
  about: ReviewSubject,
  /** Made from the subject, when left out. */
  title: line(200).min(1).optional(),
  ...asking,
});
export type NewReview = z.output<typeof NewReview>;
export type NewReviewInput = z.input<typeof NewReview>;

const ids = z.array(Id).min(1).max(mostAtOnce, 'at most 10,000 at once');

/** What many reviews are about: rows of a list, or all that a filter of assets finds. */
export const ManySubjects = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('assets'), ids }),
  z.strictObject({ of: z.literal('filter'), filter: AssetFilter }),
  /** The assets of these risks, or of these safeguards. */
  z.strictObject({ of: z.literal('risks'), ids }),
  z.strictObject({ of: z.literal('safeguards'), ids }),
  z.strictObject({ of: z.literal('acceptances'), ids }),
  z.strictObject({ of: z.literal('people'), teamId: Id, ids }),
]);
export type ManySubjects = z.output<typeof ManySubjects>;

/** Subjects that many are asked for at once. The template says which; `stage` is needed for transitions. */
export const NewReviews = z.strictObject({ about: ManySubjects, stage: Stage.optional(), ...asking });
export type NewReviews = z.output<typeof NewReviews>;
export type NewReviewsInput = z.input<typeof NewReviews>;

/** Who gets how much: of a preview, and of what was done. */
export const Share = z.strictObject({
  /** A person's id, or `role:` and a role's key for a pool. */
  id: z.string(),
  name: z.string(),
  /** Seats that they get by this, and reviews that wait for them already. */
  gets: z.int(),
  open: z.int(),
});
export type Share = z.output<typeof Share>;

export const ReviewsPreview = z.strictObject({
  matching: z.int(),
  /** So many will be asked for. */
  asked: z.int(),
  /** Of these nobody could be asked to look: all who might have requested it, own it, or have not the right. They are asked for without a seat. */
  unassigned: z.int(),
  left: z.array(z.strictObject({ why: z.string(), count: z.int(), examples: z.array(z.string()) })),
  shares: z.array(Share),
  /** The first hundred. */
  rows: z.array(z.strictObject({ id: Id, name: z.string(), kind: Kind.nullable(), teamName: z.string(), reviewers: z.array(z.string()) })),
});
export type ReviewsPreview = z.output<typeof ReviewsPreview>;

/** What became of it; it can be taken back until the given time, as far as nobody decided yet. */
export const ReviewsReport = z.strictObject({
  operationId: Id,
  undoUntil: z.iso.datetime().nullable(),
  changed: z.int(),
  unassigned: z.int(),
  left: ReviewsPreview.shape.left,
  shares: z.array(Share),
});
export type ReviewsReport = z.output<typeof ReviewsReport>;

export const ReviewsUndone = z.strictObject({ changed: z.int(), left: ReviewsPreview.shape.left });
export type ReviewsUndone = z.output<typeof ReviewsUndone>;
