/**
 * Assets: anything an organisation trains, builds, stores or ships, by kind, with where it stands in its life.
 * Shapes of what goes in and out; the vocabulary itself stands in rules.ts.
 */
import { z } from 'zod';
import { several } from '#lib/platform/several.ts';
import {
  dataClasses,
  daysBack,
  exposures,
  kinds,
  levels,
  mostAtOnce,
  origins,
  signalStates,
  sorts,
  stageLevels,
  stages,
  statuses,
  versionStates,
} from './rules.ts';

export const Kind = z.enum(kinds);
export const Stage = z.enum(stages);
export const Exposure = z.enum(exposures);
export const DataClass = z.enum(dataClasses);
export const Origin = z.enum(origins);
export const Status = z.enum(statuses);
export const Level = z.enum(levels);
export const Criticality = z.number().int().min(1).max(5);
export const Id = z.uuid();

/** One line of text as a person types it: trimmed, no control characters. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `at most ${max} characters`)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

export const AssetKey = z
  .string()
  .trim()
  .min(1, 'a key is needed')
  .max(120, 'at most 120 characters')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/:@+-]*$/u, 'letters, digits and . _ / : @ + - only, starting with a letter or digit');

export const Tag = line(50).min(1);
/** A set: order is not kept, doubles are dropped. */
export const Tags = z
  .array(Tag)
  .max(50, 'at most 50 tags')
  .transform((tags) => [...new Set(tags)].sort());

const text = z
  .string()
  .trim()
  .max(10_000, 'at most 10,000 characters')
  .refine((value) => !value.includes('\u0000'), 'must not contain control characters');

const fields = {
  kind: Kind,
  key: AssetKey,
  name: line(200).min(1, 'a name is needed'),
  description: text,
  ownerId: Id.nullable(),
  stage: Stage,
  criticality: Criticality,
  exposure: Exposure,
  dataClass: DataClass,
  tags: Tags,
};

/** What a person fills in about a new asset; what is left out is set to the middle of the road. */
export const NewAsset = z.strictObject({
  ...fields,
  teamId: Id,
  key: AssetKey.optional(),
  description: text.default(''),
  ownerId: Id.nullable().default(null),
  /** Where assets of its kind usually begin, when left out. */
  stage: Stage.optional(),
  criticality: Criticality.default(3),
  exposure: Exposure.default('internal'),
  dataClass: DataClass.default('internal'),
  tags: Tags.default([]),
});
export type NewAsset = z.output<typeof NewAsset>;

/** An edit names the version it was made on; fields left out stay. */
export const AssetEdit = z.strictObject({ id: Id, version: z.number().int().min(1), ...z.object(fields).partial().shape });
export type AssetEdit = z.output<typeof AssetEdit>;

/** The filters of the list, named as in its URL; several values are separated by commas and mean "any of these". */
export const AssetFilter = z.strictObject({
  q: z.string().trim().max(200).optional(),
  team: several(z.string()).optional(),
  kind: several(Kind).optional(),
  stage: several(Stage).optional(),
  level: several(Level).optional(),
  /** Levels at stages: "deploy:high". */
  posture: several(z.enum(stageLevels)).optional(),
  /** Ids of people, or "none". */
  owner: several(z.union([Id, z.literal('none')])).optional(),
  tag: several(z.string()).optional(),
  exposure: several(Exposure).optional(),
  dataClass: several(DataClass).optional(),
  /** Active ones alone when left out. */
  status: several(Status).optional(),
  origin: several(Origin).optional(),
  /** `none`: without any registered version; `some`: with at least one. */
  versions: several(z.enum(versionStates)).optional(),
  /** Open signals of this severity at least ("high" finds critical ones too), or none open. */
  signal: several(z.enum(signalStates)).optional(),
  /** A day in UTC on which a version was registered. */
  releasedOn: z.iso.date().optional(),
  /** A day in UTC on which an incident was raised. */
  incidentOn: z.iso.date().optional(),
  /** A day (2026-11-01), a time in ISO 8601, or so many days back from now (7d). */
  changedSince: z.union([z.iso.date(), z.iso.datetime({ offset: true }), z.string().regex(daysBack)], 'a day, a time or "7d"').optional(),
});
export type AssetFilter = z.output<typeof AssetFilter>;
export type AssetFilterInput = z.input<typeof AssetFilter>;

export const AssetListInput = AssetFilter.extend({
  /** By relevance where there is a text and no sort is named; otherwise by name. A leading minus turns it round. */
  sort: z.enum(sorts).optional(),
  after: z.string().max(1000).optional(),
  before: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AssetListInput = z.output<typeof AssetListInput>;
export type AssetListQuery = z.input<typeof AssetListInput>;

export const AssetRow = z.strictObject({
  id: Id,
  key: z.string(),
  name: z.string(),
  kind: Kind,
  team: z.string(),
  teamName: z.string(),
  ownerName: z.string().nullable(),
  stage: Stage,
  level: Level,
  /** Worst open residual at each of the six stages, in their order. */
  levels: z.array(Level).length(6),
  criticality: z.number(),
  exposure: Exposure,
  dataClass: DataClass,
  tags: z.array(z.string()),
  origin: Origin,
  status: Status,
  changedAt: z.iso.datetime(),
});
export type AssetRow = z.infer<typeof AssetRow>;

export const AssetPage = z.strictObject({ rows: z.array(AssetRow), next: z.string().nullable(), previous: z.string().nullable() });
export type AssetPage = z.infer<typeof AssetPage>;

export const AssetTotal = z.strictObject({ total: z.number().int(), more: z.boolean() });

export const facets = ['team', 'kind', 'stage', 'level', 'signal', 'owner', 'tag', 'exposure', 'dataClass', 'status', 'origin'] as const;
export type Facet = (typeof facets)[number];
export const FacetInput = AssetFilter.extend({ facet: z.enum(facets), term: z.string().trim().max(100).optional() });
export const FacetCounts = z.strictObject({
  counts: z.array(z.strictObject({ value: z.string(), label: z.string(), count: z.number().int().nullable() })),
});
export type FacetCounts = z.infer<typeof FacetCounts>;

/** Names for what a filter holds as ids (owners) and keys (teams). */
export const FilterNames = z.strictObject({ owner: z.record(z.string(), z.string()), team: z.record(z.string(), z.string()) });
export type FilterNames = z.infer<typeof FilterNames>;

export const Asset = AssetRow.omit({ team: true, teamName: true }).extend({
  description: z.string(),
  team: z.strictObject({ id: Id, key: z.string(), name: z.string() }),
  ownerId: Id.nullable(),
  originRef: z.string().nullable(),
  createdAt: z.iso.datetime(),
  version: z.number().int(),
  versionCount: z.number().int(),
  /** What the viewer may do with it now. */
  may: z.strictObject({
    edit: z.boolean(),
    retire: z.boolean(),
    move: z.boolean(),
    registerVersion: z.boolean(),
    editLineage: z.boolean(),
  }),
});
export type Asset = z.infer<typeof Asset>;

/** One change for many assets. */
export const BulkChange = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('owner'), ownerId: Id.nullable() }),
  /** Refused for each asset that stands elsewhere, and why: an asset that exists changes stage at its gate. */
  z.strictObject({ field: z.literal('stage'), stage: Stage }),
  z.strictObject({ field: z.literal('criticality'), criticality: Criticality }),
  z.strictObject({ field: z.literal('tags'), add: Tags.default([]), remove: Tags.default([]) }),
  z.strictObject({ field: z.literal('team'), teamId: Id }),
  z.strictObject({ field: z.literal('status'), status: Status }),
]);
export type BulkChange = z.output<typeof BulkChange>;

export const BulkInput = z.strictObject({ ids: z.array(Id).min(1).max(mostAtOnce, 'at most 1,000 assets at once'), change: BulkChange });

/** What became of each asset; the operation can be undone until the given time. */
export const BulkReport = z.strictObject({
  operationId: Id,
  undoUntil: z.iso.datetime().nullable(),
  changed: z.number().int(),
  results: z.array(z.strictObject({ id: Id, name: z.string(), outcome: z.enum(['changed', 'unchanged', 'refused']), message: z.string() })),
});
export type BulkReport = z.infer<typeof BulkReport>;

export const ActivityEntry = z.strictObject({
  id: Id,
  at: z.iso.datetime(),
  event: z.string(),
  actorName: z.string().nullable(),
  operationId: Id,
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
/** `names`: of the people and readable teams whose ids stand in the entries. */
export const Activity = z.strictObject({
  entries: z.array(ActivityEntry),
  names: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type Activity = z.infer<typeof Activity>;
