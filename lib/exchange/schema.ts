/**
 * Import and export: files in and out of the inventory. Every reader turns its format into ImportRecords;
 * everything after the reader (matching, preview, apply) knows only these.
 */
import { z } from 'zod';
import { relations } from '#lib/assets/lineage/rules.ts';
import type {
  DataClass as DataClassName,
  Exposure as ExposureName,
  Kind as KindName,
  Level,
  Origin as OriginName,
  Stage as StageName,
  Status as StatusName,
} from '#lib/assets/rules.ts';
import { kinds } from '#lib/assets/rules.ts';
import { AssetKey, Criticality, DataClass, Exposure, Kind, Origin, Stage, Status, Tags } from '#lib/assets/schema.ts';
import { type ComponentTarget, csvDelimiters, csvFields, limits } from './rules.ts';

export const formats = ['cyclonedx', 'spdx', 'csv', 'gatehouse'] as const;
export type Format = (typeof formats)[number];

/** What the person chose for a CSV's columns (rules.ts: CsvMapping). */
export const CsvMapping = z.strictObject({
  delimiter: z.enum(csvDelimiters),
  columns: z
    .array(z.strictObject({ header: z.string(), target: z.enum([...csvFields, 'metadata', 'ignore']) }))
    .min(1)
    .max(limits.maxColumns),
  defaults: z.strictObject({ kind: Kind.optional() }).optional(),
});

/** What the person chose for a bill of materials' component types (rules.ts: defaultComponentMapping). */
export const ComponentMapping = z.record(z.string().max(100), z.enum([...kinds, 'component']));

/** A file of a version as an import tells it. */
export const ImportedFile = z.strictObject({
  path: z.string().min(1).max(4096),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int().min(0),
});

/** A version as an import tells it; metadata keeps every fact that has no column of its own. */
export const ImportedVersion = z.strictObject({
  label: z.string().trim().min(1).max(120),
  location: z.string().max(2048).nullable().default(null),
  purl: z.string().max(2048).nullable().default(null),
  files: z.array(ImportedFile).max(100_000).default([]),
  provenance: z.record(z.string(), z.unknown()).default({}),
  metadata: z.record(z.string(), z.unknown()).default({}),
});
export type ImportedVersion = z.infer<typeof ImportedVersion>;

/**
 * An arrow from this record to the asset that `target` names within the same file (an ImportRecord's ref). Where the labels of the two
 * versions are absent, the last version of either is meant.
 */
export const ImportedRelation = z.strictObject({
  relation: z.enum(relations),
  target: z.string().min(1).max(2048),
  version: z.string().min(1).max(120).optional(),
  targetVersion: z.string().min(1).max(120).optional(),
});
export type ImportedRelation = z.infer<typeof ImportedRelation>;

/**
 * One asset as a file tells it. Fields that the file does not speak of are absent and leave what is there as it is;
 * `ref` is how the file itself names the thing (bom-ref, SPDX id, key), unique within the file.
 */
export const ImportRecord = z.strictObject({
  ref: z.string().min(1).max(2048),
  kind: Kind,
  key: AssetKey,
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters'),
  /** Key of the team the file says it belongs to. Told, not obeyed: the person who imports chooses the team. */
  team: z.string().trim().min(1).max(120).optional(),
  description: z.string().trim().max(10_000).optional(),
  /** Owner by mail address. */
  owner: z.string().trim().toLowerCase().max(254).nullable().optional(),
  stage: Stage.optional(),
  criticality: Criticality.optional(),
  exposure: Exposure.optional(),
  dataClass: DataClass.optional(),
  tags: Tags.optional(),
  origin: Origin.optional(),
  originRef: z.string().max(2048).nullable().optional(),
  status: Status.optional(),
  versions: z.array(ImportedVersion).max(1000).default([]),
  relations: z.array(ImportedRelation).max(10_000).default([]),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

/** An arrow that a file tells apart from its records, such as in a list of dependencies: both ends are refs of records of this file. */
export type LateRelation = ImportedRelation & { from: string };

/** What a file says of itself, and whatever of it belongs to no single record. */
export type FileSummary = {
  format: Format;
  /** Version of the format, such as "1.6"; null where the format has none. */
  version: string | null;
  /** Facts that belong to no record, by the file's own names. */
  facts: Record<string, unknown>;
  /** What was interpreted, left out or could not be placed, in sentences. */
  notes: string[];
  counts: { records: number; rejected: number; components: number; relations: number };
  /** Of a bill of materials: the types met, how often, and what they became, so that the person can choose otherwise. */
  componentTypes?: Record<string, { target: ComponentTarget; count: number }>;
};

/**
 * What a reader yields, each with its place (line or JSON path). Records come in the file's order, refused parts as they are met; after
 * the last of them the late relations, which add to records already given; last of all, once, the summary. A file that cannot be read on
 * makes the reader throw `UnreadableFile`: nothing that it yielded before may then be applied.
 */
export type Reading =
  | { place: string; record: ImportRecord; notes: string[] }
  | { place: string; rejected: string }
  | { place: string; relation: LateRelation }
  | { place: string; summary: FileSummary };

/** An asset as the writers take it: what an ImportRecord tells, and what only Gatehouse itself can tell. Versions come oldest first. */
export type ExportAsset = {
  kind: KindName;
  key: string;
  name: string;
  description: string;
  team: { key: string; name: string };
  owner: { email: string; name: string } | null;
  stage: StageName;
  criticality: number;
  exposure: ExposureName;
  dataClass: DataClassName;
  tags: string[];
  origin: OriginName;
  originRef: string | null;
  status: StatusName;
  level: Level;
  /** The level at each of the six stages, in their order. */
  levels: readonly Level[];
  /** ISO 8601 in UTC. */
  updatedAt: string;
  versions: ImportedVersion[];
  /** Each end is named by team and key (rules.ts: exportRef). */
  relations: ImportedRelation[];
};
