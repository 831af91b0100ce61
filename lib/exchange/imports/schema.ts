/**
 * Imports: a file on its way into the inventory. Uploaded, read into rows by a job, previewed, and applied by another in one transaction.
 */
import { z } from 'zod';
import { Criticality, DataClass, Exposure, Kind, Stage } from '#lib/assets/schema.ts';
import { csvDelimiters, csvFields, limits } from '../rules.ts';
import { formats } from '../schema.ts';
import { decisions, duplicateReasons, importStatuses, rowActions } from './rules.ts';

const Id = z.uuid();
const Count = z.number().int().min(0);

export const NewImport = z.strictObject({
  teamId: Id,
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters'),
});
export type NewImport = z.output<typeof NewImport>;

const CsvTarget = z.enum([...csvFields, 'metadata', 'ignore']);
export const CsvMappingInput = z.strictObject({
  delimiter: z.enum(csvDelimiters),
  columns: z.array(z.strictObject({ header: z.string().max(10_000), target: CsvTarget })).max(limits.maxColumns),
  defaults: z.strictObject({ kind: Kind.optional() }).default({}),
});
export type CsvMappingInput = z.output<typeof CsvMappingInput>;

export const ComponentTargets = z.record(z.string().max(200), z.union([Kind, z.literal('component')]));

export const Defaults = z.strictObject({ stage: Stage.nullable(), criticality: Criticality, exposure: Exposure, dataClass: DataClass });

/** How a file is read: what the person chose, kept with the import. */
export const ImportOptions = z.strictObject({
  csvMapping: CsvMappingInput.optional(),
  components: ComponentTargets.optional(),
  defaults: Defaults.optional(),
});
export type ImportOptions = z.output<typeof ImportOptions>;
export const ReadAgain = ImportOptions.extend({ id: Id });

export const CsvSample = z.strictObject({
  delimiter: z.enum(csvDelimiters),
  header: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  guesses: z.array(z.strictObject({ header: z.string(), target: CsvTarget, confidence: z.number(), why: z.string() })),
  remembered: z.boolean(),
});
export type CsvSample = z.infer<typeof CsvSample>;

export const ImportCounts = z.strictObject({
  rows: z.record(z.enum(rowActions), Count),
  versions: z.strictObject({ create: Count, unchanged: Count, rejected: Count }),
  relations: z.strictObject({ create: Count, unchanged: Count, rejected: Count }),
  /** New rows that may be the same as an asset that is there, and those of them nobody has decided on. */
  duplicates: Count,
  undecided: Count,
  skipped: Count,
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportApplied = z.strictObject({ created: Count, edited: Count, versions: Count, relations: Count, refusedRelations: Count });
export type ImportApplied = z.infer<typeof ImportApplied>;

/** The component types that a bill of materials holds, how often, and what they became. */
export const ComponentTypes = z.record(z.string(), z.strictObject({ target: z.union([Kind, z.literal('component')]), count: Count }));

/** What stands in `imports.summary`. */
export const ImportSummary = z.strictObject({
  csv: CsvSample.optional(),
  counts: ImportCounts.optional(),
  applied: ImportApplied.optional(),
  componentTypes: ComponentTypes.optional(),
  formatVersion: z.string().nullable().optional(),
  /** What was interpreted or left out, in sentences. */
  notes: z.array(z.string()).default([]),
  /** Why the person has to look again, such as a change between preview and apply. */
  notice: z.string().optional(),
  /** The file itself is why it failed: reading it once more would end the same. */
  unreadable: z.boolean().optional(),
});
export type ImportSummary = z.output<typeof ImportSummary>;

export const ImportProgress = z.strictObject({
  step: z.string(),
  done: z.number(),
  total: z.number(),
  unit: z.enum(['bytes', 'rows', 'steps']),
});
export type ImportProgress = z.output<typeof ImportProgress>;

export const ImportListed = z.strictObject({
  id: Id,
  team: z.strictObject({ id: Id, key: z.string(), name: z.string() }),
  fileName: z.string(),
  size: z.number().int(),
  format: z.enum(formats).nullable(),
  status: z.enum(importStatuses),
  counts: ImportCounts.nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportListed = z.infer<typeof ImportListed>;

export const ImportListInput = z.strictObject({
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const ImportPage = z.strictObject({ rows: z.array(ImportListed), next: z.string().nullable() });
export type ImportPage = z.infer<typeof ImportPage>;

export const ImportView = ImportListed.extend({
  sha256: z.string().nullable(),
  formatVersion: z.string().nullable(),
  progress: ImportProgress.nullable(),
  error: z.string().nullable(),
  notice: z.string().nullable(),
  notes: z.array(z.string()),
  applied: ImportApplied.nullable(),
  componentTypes: ComponentTypes.nullable(),
  csv: CsvSample.nullable(),
  options: z.strictObject({ csvMapping: CsvMappingInput.nullable(), components: ComponentTargets, defaults: Defaults }),
  /** May this viewer go on with it? */
  mayGoOn: z.boolean(),
  /** It failed, and may succeed where the same file is read the same way once more. */
  retryHelps: z.boolean(),
});
export type ImportView = z.infer<typeof ImportView>;

export const ImportRowsInput = z.strictObject({
  id: Id,
  action: z.enum(rowActions).optional(),
  /** Rows that may be duplicates, or rows with remarks alone. */
  only: z.enum(['duplicates', 'remarks']).optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ImportRowsInput = z.output<typeof ImportRowsInput>;

export const ImportRowView = z.strictObject({
  seq: z.number().int(),
  place: z.string(),
  action: z.enum(rowActions),
  reason: z.string().nullable(),
  kind: Kind.nullable(),
  key: z.string().nullable(),
  name: z.string().nullable(),
  assetId: Id.nullable(),
  /** Field by field, before and after. */
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
  notes: z.array(z.string()),
  versions: z.array(z.strictObject({ label: z.string(), action: z.string(), reason: z.string().nullable(), files: Count })),
  relations: z.array(
    z.strictObject({
      relation: z.string(),
      target: z.string(),
      name: z.string().nullable(),
      action: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  duplicates: z.array(z.strictObject({ id: Id, name: z.string(), key: z.string(), why: z.enum(duplicateReasons) })),
  decision: z.enum(decisions).nullable(),
  mergeWith: Id.nullable(),
});
export type ImportRowView = z.infer<typeof ImportRowView>;
export const ImportRowPage = z.strictObject({ rows: z.array(ImportRowView), next: z.number().int().nullable() });
export type ImportRowPage = z.infer<typeof ImportRowPage>;

export const DecisionInput = z.strictObject({
  id: Id,
  /** One row, or every undecided one. */
  seq: z.number().int().min(0).optional(),
  decision: z.enum(decisions),
  mergeWith: Id.optional(),
});
export type DecisionInput = z.output<typeof DecisionInput>;

/** What the file says of itself, by its own names, and what it holds in numbers. */
export const ImportFacts = z.strictObject({ facts: z.record(z.string(), z.unknown()) });
