/** One change for many safeguards, and one control for many assets. */
import { z } from 'zod';
import { AssetFilter } from '#lib/assets/schema.ts';
import { mostAtOnce } from '../rules.ts';
import { ControlKey, Id } from '../schema.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const Ids = z.array(Id).min(1).max(mostAtOnce, 'at most 1,000 at once');

export const SafeguardChange = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('implemented') }),
  z.strictObject({ field: z.literal('owner'), ownerId: Id.nullable() }),
  z.strictObject({ field: z.literal('due'), dueAt: moment.nullable() }),
]);
/** Verifying is an operation of its own, with a right of its own. */
export type SafeguardChange = z.output<typeof SafeguardChange> | { field: 'verified' };

export const SafeguardBulk = z.strictObject({ ids: Ids, change: SafeguardChange });
export type SafeguardBulk = { ids: string[]; change: SafeguardChange };
export const SafeguardsToVerify = z.strictObject({ ids: Ids });

/** What became of each; the operation can be undone until the given time. */
export const SafeguardReport = z.strictObject({
  operationId: Id,
  undoUntil: z.iso.datetime().nullable(),
  changed: z.int(),
  results: z.array(z.strictObject({ id: Id, name: z.string(), outcome: z.enum(['changed', 'unchanged', 'refused']), message: z.string() })),
});
export type SafeguardReport = z.output<typeof SafeguardReport>;

/** Which assets: by their ids, or by the filters of the asset list. */
export const AssignmentPreview = z
  .strictObject({ control: ControlKey, ids: Ids.optional(), filter: AssetFilter.optional() })
  .refine((given) => (given.ids === undefined) !== (given.filter === undefined), { message: 'give ids or a filter', path: ['ids'] });
export type AssignmentPreview = z.output<typeof AssignmentPreview>;

/** What an assignment would do: to how many of these assets, and why not to the others. `more` of them than are taken at once are left out. */
export const AssignmentCounts = z.strictObject({
  assets: z.int(),
  more: z.boolean(),
  planned: z.int(),
  already: z.int(),
  notForKind: z.int(),
  noRight: z.int(),
  retired: z.int(),
  /** Those that it would be planned for. */
  ids: z.array(Id),
  /** The first of them, by name. */
  names: z.array(z.string()),
});
export type AssignmentCounts = z.output<typeof AssignmentCounts>;

export const Assignment = z.strictObject({
  control: ControlKey,
  ids: Ids,
  ownerId: Id.nullable().default(null),
  dueAt: moment.nullable().default(null),
});
export type Assignment = z.output<typeof Assignment>;

export const OneOperation = z.strictObject({ operationId: Id });
