/** The list of reviews: its filters, rows, counts. */
import { z } from 'zod';
import { Kind, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { causes, daysAround, reviewFacets, reviewSorts } from '../rules.ts';
import { Id, State, Subject, TemplateKey, Time } from '../schema.ts';

/** The filters of the list, named as in its URL; several values are separated by commas and mean "any of these". */
export const ReviewFilter = z.strictObject({
  /** Words in the title or in the asset's name. */
  q: z.string().trim().max(200).optional(),
  status: several(State).optional(),
  subject: several(Subject).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
  template: several(TemplateKey).optional(),
  /** Keys of teams. */
  team: several(z.string()).optional(),
  /** Ids of people who hold a seat, `me`, `pool` (a seat that nobody claimed) or `none` (no seat at all). */
  reviewer: several(z.union([Id, z.enum(['me', 'pool', 'none'])])).optional(),
  /** Ids of people, or `me`. */
  requester: several(z.union([Id, z.literal('me')])).optional(),
  /** `yes`: open past its day. */
  overdue: several(z.enum(['yes', 'no'])).optional(),
  /** Due by then: a day, or within so many days from now ("7d"). */
  due: z.union([z.iso.date(), z.string().regex(daysAround)], 'a day or "7d"').optional(),
  cause: several(z.enum(causes)).optional(),
  asset: several(Id).optional(),
  /** Decided by break-glass. */
  breakGlass: several(z.enum(['yes', 'no'])).optional(),
});
export type ReviewFilter = z.output<typeof ReviewFilter>;
export type ReviewFilterInput = z.input<typeof ReviewFilter>;

export const ReviewListInput = ReviewFilter.extend({
  sort: z.enum(reviewSorts).default('due'),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReviewListInput = z.output<typeof ReviewListInput>;
export type ReviewListQuery = z.input<typeof ReviewListInput>;
export const ReviewExportInput = ReviewFilter.extend({ sort: z.enum(reviewSorts).default('due') });

export const ReviewRow = z.strictObject({
  id: Id,
  title: z.string(),
  subject: Subject,
  status: State,
  overdue: z.boolean(),
  /** Null for a review of a person's access. */
  assetId: Id.nullable(),
  assetName: z.string().nullable(),
  kind: Kind.nullable(),
  /** Of a transition, where it leads to; otherwise where the asset stands. */
  stage: Stage.nullable(),
  teamName: z.string(),
  template: TemplateKey,
  templateName: z.string(),
  /** Names of those who hold seats, and of the pools that nobody claimed yet. */
  reviewers: z.array(z.string()),
  /** Approving votes of this round, and how many it takes. */
  approvals: z.int(),
  quorum: z.int(),
  requesterName: z.string().nullable(),
  requestedAt: Time,
  dueAt: Time,
  decidedAt: Time.nullable(),
  breakGlass: z.boolean(),
  /** The caller holds a seat, and has not decided in this round. */
  mine: z.boolean(),
  /** What a withdrawal is written over. */
  version: z.int(),
});
export type ReviewRow = z.output<typeof ReviewRow>;
export const ReviewPage = z.strictObject({ rows: z.array(ReviewRow), next: z.string().nullable(), previous: z.string().nullable() });
export type ReviewPage = z.output<typeof ReviewPage>;
export const ReviewTotal = z.strictObject({ total: z.int(), more: z.boolean() });
export const FacetInput = ReviewFilter.extend({ facet: z.enum(reviewFacets), term: z.string().trim().max(100).optional() });
export const FacetCounts = z.strictObject({ counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.int() })) });
const Names = z.record(z.string(), z.string());
export const FilterNames = z.strictObject({ team: Names, reviewer: Names, requester: Names, asset: Names, template: Names });
export type FilterNames = z.output<typeof FilterNames>;
export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(Blob) });
