/**
 * Import and export: files in and out of the inventory. Every reader turns its format into ImportRecords;
 * everything after the reader (matching, preview, apply) knows only these.
 */
import { z } from 'zod';
import { relations } from '#lib/assets/lineage/rules.ts';
import { AssetKey, Criticality, DataClass, Exposure, Kind, Origin, Stage, Status, Tags } from '#lib/assets/schema.ts';

export const formats = ['cyclonedx', 'spdx', 'csv', 'gatehouse'] as const;
export type Format = (typeof formats)[number];

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

/** An arrow from this record's version to the asset that `target` names within the same file (an ImportRecord's ref). */
export const ImportedRelation = z.strictObject({ relation: z.enum(relations), target: z.string().min(1) });

/**
 * One asset as a file tells it. Fields that the file does not speak of are absent and leave what is there as it is;
 * `ref` is how the file itself names the thing (bom-ref, SPDX id, key), unique within the file.
 */
export const ImportRecord = z.strictObject({
  ref: z.string().min(1).max(2048),
  kind: Kind,
  key: AssetKey,
  name: z.string().trim().min(1).max(200),
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

/** What a reader yields, in the file's order: a record, or a part of the file it had to refuse, each with its place. */
export type Reading =
  | { place: string; record: ImportRecord; notes: string[] }
  | { place: string; rejected: string };
