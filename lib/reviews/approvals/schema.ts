/**
 * Approvals: what an approved review gives, bound to exactly what was approved. An approval names the version, its digest and everything upstream at that
 * moment; it goes stale when any of it changes.
 */
import { z } from 'zod';
import { DataClass, Exposure, Kind, Stage } from '#lib/assets/schema.ts';
import { Id, Subject, TemplateKey, Time } from '../schema.ts';
import { approvalStates, staleCauses } from './rules.ts';

export const ApprovalState = z.enum(approvalStates);

/** A version on the way from what changed to what was approved; null where it lies outside the reader's teams: that something is there is all that is told. */
export const PathVersion = z
  .strictObject({ id: Id, label: z.string(), asset: z.strictObject({ id: Id, name: z.string(), kind: Kind }) })
  .nullable();
export type PathVersion = z.infer<typeof PathVersion>;

export const Staleness = z.strictObject({
  what: z.enum(staleCauses),
  /** Why, in words, with the names of what the reader may see. */
  sentence: z.string(),
  /** From what changed to what was approved: one where it is the approved version itself, none where no version was approved. */
  path: z.array(PathVersion),
  at: Time,
});

export const Approval = z.strictObject({
  id: Id,
  /** As judged now: what has passed its time is stale, whatever is stored. */
  status: ApprovalState,
  /** A change upstream, or a condition that was missed, is still to be judged; until that is done no gate counts the approval. */
  judging: z.boolean(),
  review: z.strictObject({
    id: Id,
    title: z.string(),
    subject: Subject,
    template: TemplateKey,
    templateName: z.string(),
    breakGlass: z.boolean(),
  }),
  /** Tasks of it are still to be done. */
  conditions: z.boolean(),
  version: z.strictObject({ id: Id, label: z.string() }).nullable(),
  rootDigest: z.string().nullable(),
  /** The stage that it is for; null where it is for none in particular. */
  stage: Stage.nullable(),
  /** How many versions it names upstream, and the SHA-256 over their digests. */
  upstream: z.int(),
  upstreamDigest: z.string(),
  governed: z.strictObject({ stage: Stage, exposure: Exposure, dataClass: DataClass }),
  approvedAt: Time,
  validUntil: Time,
  staleness: Staleness.nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const ApprovalsOfAsset = z.strictObject({
  id: Id,
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const ApprovalPage = z.strictObject({ rows: z.array(Approval), next: z.string().nullable() });
export type ApprovalPage = z.infer<typeof ApprovalPage>;
