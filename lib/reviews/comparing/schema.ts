/** What changed since the last approval of the same subject, side by side. */
import { z } from 'zod';
import { Stage } from '#lib/assets/schema.ts';
import { Comparison } from '#lib/assets/versions/schema.ts';
import { Id, Time } from '../schema.ts';

export const SinceApproval = z.strictObject({
  /** The last review of the subject that gave an approval; null where there was none. */
  previous: z
    .strictObject({ reviewId: Id, title: z.string(), approvedAt: Time, versionId: Id.nullable(), versionLabel: z.string().nullable() })
    .nullable(),
  /** Fields of the asset as they were approved and as they are now, where they differ. */
  fields: z.array(z.strictObject({ field: z.string(), label: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  /** The two versions: facts, digests and files; null where there are not two, or they are the same. Of a change, its own two. */
  versions: Comparison.nullable(),
  /** What it comes from, where its digest differs from what was approved. */
  upstream: z.array(
    z.strictObject({ versionId: Id, assetName: z.string(), label: z.string(), change: z.enum(['added', 'removed', 'changed']) }),
  ),
  risks: z.strictObject({
    opened: z.array(z.strictObject({ id: Id, threatName: z.string(), stage: Stage, level: z.string(), at: Time })),
    closed: z.array(z.strictObject({ id: Id, threatName: z.string(), stage: Stage, level: z.string(), at: Time })),
  }),
});
export type SinceApproval = z.output<typeof SinceApproval>;
