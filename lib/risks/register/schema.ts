/**
 * The register: the threats to each asset at each stage, what people judged of them and what is done about them. Shapes of what goes in and
 * out; the vocabulary itself stands in rules.ts.
 */
import { z } from 'zod';
import { daysBack } from '#lib/assets/rules.ts';
import { Id, Kind, Level, Stage } from '#lib/assets/schema.ts';
import { several } from '#lib/platform/several.ts';
import { splitValues } from '#lib/platform/values.ts';
import { coverages, dueStates, mostAtOnce, shortestReason, sorts, treatments } from './rules.ts';

export const Treatment = z.enum(treatments);
export const Coverage = z.enum(coverages);
/** Likelihood and impact. */
export const Value = z.number().int().min(1).max(5);
/** 1 low … 4 critical. */
export const Severity = z.number().int().min(1).max(4);

const Moment = z.iso.datetime({ offset: true });
const one = { id: Id };
const versioned = { ...one, version: z.number().int().min(1) };

const numbers = z
  .string()
  .max(100)
  .transform((text) => splitValues(text).map(Number))
  .pipe(z.array(Value).max(5));
const since = z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.string().regex(daysBack)], 'a day, a time or "7d"');

/** The filters of the list, named as in its URL; several values are separated by commas and mean "any of these". */
export const RiskFilter = z.strictObject({
  /** Searches the asset's name and key, and what the threat is called. */
  q: z.string().trim().max(200).optional(),
  level: several(Level).optional(),
  stage: several(Stage).optional(),
  kind: several(Kind).optional(),
  threat: several(z.string().max(120)).optional(),
  team: several(z.string()).optional(),
  /** Ids of people, or "none". */
  owner: several(z.union([Id, z.literal('none')])).optional(),
  treatment: several(z.union([Treatment, z.literal('none')])).optional(),
  due: several(z.enum(dueStates)).optional(),
  coverage: several(Coverage).optional(),
  likelihood: numbers.optional(),
  impact: numbers.optional(),
  /** A day (2026-11-01), a time in ISO 8601, or so many days back from now (7d). */
  assessedSince: since.optional(),
  openedSince: since.optional(),
  openedBefore: since.optional(),
  /** Months in UTC (2026-10) in which a high or critical risk became something less; those that no longer apply among them. */
  treatedIn: several(z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, as 2026-10')).optional(),
  /** What it was until then. */
  treatedFrom: several(z.enum(['high', 'critical'])).optional(),
  asset: several(Id).optional(),
});
export type RiskFilter = z.output<typeof RiskFilter>;
export type RiskFilterInput = z.input<typeof RiskFilter>;

export const RiskListInput = RiskFilter.extend({
  /** The worst first where none is named. A leading minus turns it round. */
  sort: z.enum(sorts).optional(),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RiskListInput = z.output<typeof RiskListInput>;
export type RiskListQuery = z.input<typeof RiskListInput>;

export const RiskRow = z.strictObject({
  id: Id,
  assetId: Id,
  assetName: z.string(),
  assetKey: z.string(),
  kind: Kind,
  threat: z.string(),
  threatName: z.string(),
  stage: Stage,
  level: Level,
  /** Residual, 1–5; 0 until it is scored. */
  likelihood: z.number().int(),
  impact: z.number().int(),
  coverage: Coverage,
  team: z.string(),
  teamName: z.string(),
  ownerName: z.string().nullable(),
  treatment: Treatment.nullable(),
  dueAt: z.iso.datetime().nullable(),
  /** Assessed, but too long ago, or on evidence that has expired. */
  stale: z.boolean(),
  acceptedUntil: z.iso.datetime().nullable(),
  assessedAt: z.iso.datetime().nullable(),
  openedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
});
export type RiskRow = z.infer<typeof RiskRow>;

export const RiskPage = z.strictObject({ rows: z.array(RiskRow), next: z.string().nullable(), previous: z.string().nullable() });
export type RiskPage = z.infer<typeof RiskPage>;

export const RiskTotal = z.strictObject({ total: z.number().int(), more: z.boolean() });

export const facets = [
  'level',
  'stage',
  'kind',
  'threat',
  'team',
  'owner',
  'treatment',
  'due',
  'coverage',
  'likelihood',
  'impact',
] as const;
export type RiskFacet = (typeof facets)[number];
export const RiskFacetInput = RiskFilter.extend({ facet: z.enum(facets), term: z.string().trim().max(100).optional() });
export const RiskFacetCounts = z.strictObject({
  counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.number().int().nullable() })),
});
export type RiskFacetCounts = z.infer<typeof RiskFacetCounts>;

/** Names for what a filter holds as ids and keys. */
const names = z.record(z.string(), z.string());
export const RiskFilterNames = z.strictObject({ owner: names, team: names, threat: names, asset: names });
export type RiskFilterNames = z.infer<typeof RiskFilterNames>;

const line = z
  .string()
  .trim()
  .max(2000, 'at most 2,000 characters')
  .refine((value) => !value.includes('\u0000'), 'must not contain control characters');
const Reason = line.refine((value) => value === '' || value.length >= shortestReason, `say why in at least ${shortestReason} characters`);
const Notes = z
  .string()
  .trim()
  .max(10_000, 'at most 10,000 characters')
  .refine((value) => !value.includes('\u0000'), 'must not contain control characters');

const judged = {
  /** Null: as computed. */
  likelihood: Value.nullable(),
  impact: Value.nullable(),
  /** Needed where a value is set by hand. */
  reason: Reason.default(''),
};

/** An assessment: the computed values confirmed, or others set by hand. */
export const Assessment = z.strictObject({ ...versioned, ...judged });
export type Assessment = z.output<typeof Assessment>;

/** The last assessment is still right: it counts as made today. */
export const Reassessment = z.strictObject(versioned);

export const Plan = z.strictObject({
  ...versioned,
  treatment: Treatment.nullable(),
  /** The severity that mitigation shall reach; null where none was named. */
  target: Severity.nullable().default(null),
});
export type Plan = z.output<typeof Plan>;

/** Fields left out stay. */
export const RiskEdit = z.strictObject({
  ...versioned,
  ownerId: Id.nullable().optional(),
  dueAt: Moment.nullable().optional(),
  notes: Notes.optional(),
});
export type RiskEdit = z.output<typeof RiskEdit>;

/** One change for many risks. */
export const BulkRiskChange = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('assess'), ...judged }),
  z.strictObject({ field: z.literal('reassess') }),
  z.strictObject({ field: z.literal('owner'), ownerId: Id.nullable() }),
  z.strictObject({ field: z.literal('due'), dueAt: Moment.nullable() }),
  z.strictObject({ field: z.literal('treatment'), treatment: Treatment.nullable(), target: Severity.nullable().default(null) }),
]);
export type BulkRiskChange = z.output<typeof BulkRiskChange>;
export const BulkRiskInput = z.strictObject({
  ids: z.array(Id).min(1).max(mostAtOnce, 'at most 1,000 risks at once'),
  change: BulkRiskChange,
});
