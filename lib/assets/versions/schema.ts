/**
 * Versions: the immutable states of an asset, each with a manifest of files and one digest over it, to which an approval can be bound.
 * Metadata keep every fact of an import under its own name.
 */
import { z } from 'zod';
import { Kind } from '../schema.ts';
import { checkManifest, mostFiles } from './manifest/rules.ts';
import { factsProblem } from './rules.ts';

const Id = z.uuid();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal');

export const signatures = ['unknown', 'unsigned', 'unverified', 'verified'] as const;
export const Signature = z.enum(signatures);

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `at most ${max} characters`)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

const optional = (text: z.ZodType<string>) => text.transform((value) => value || null).nullable();

const Facts = z.record(z.string(), z.unknown()).superRefine((facts, context) => {
  const problem = factsProblem(facts);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** A manifest; paths are normalised. */
export const Manifest = z
  .array(z.strictObject({ path: z.string(), sha256: z.string(), size: z.number().default(0) }))
  .max(mostFiles, `at most ${mostFiles} files`)
  .transform((told, context) => {
    const { files, problems } = checkManifest(told);
    for (const { message } of problems.slice(0, 1)) context.addIssue({ code: 'custom', message });
    return files;
  });

export const NewVersion = z.strictObject({
  label: line(120).min(1, 'a label is needed'),
  /** Where it lies: a URL, a path, an image reference. */
  location: optional(line(2048)).default(null),
  purl: optional(line(2048).regex(/^(pkg:[^/\s]+\/\S+)?$/, 'must be a package URL such as pkg:huggingface/org/model@1.0')).default(null),
  files: Manifest.default([]),
  signature: Signature.default('unknown'),
  provenance: Facts.default({}),
  metadata: Facts.default({}),
});
export type NewVersion = z.output<typeof NewVersion>;
export const NewVersionOfAsset = NewVersion.extend({ id: Id });

export const VersionRow = z.strictObject({
  id: Id,
  label: z.string(),
  location: z.string().nullable(),
  purl: z.string().nullable(),
  rootDigest: Sha256.nullable(),
  fileCount: z.number().int(),
  totalBytes: z.number().int(),
  signature: Signature,
  registeredAt: z.iso.datetime(),
  registeredByName: z.string().nullable(),
});
export type VersionRow = z.infer<typeof VersionRow>;

export const VersionPage = z.strictObject({ rows: z.array(VersionRow), next: z.string().nullable() });
export type VersionPage = z.infer<typeof VersionPage>;

export const Version = VersionRow.extend({
  asset: z.strictObject({ id: Id, name: z.string(), kind: Kind, key: z.string(), teamName: z.string() }),
  provenance: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
});
export type Version = z.infer<typeof Version>;

export const FileRow = z.strictObject({ path: z.string(), sha256: Sha256, size: z.number().int() });
export const FilePage = z.strictObject({ rows: z.array(FileRow), next: z.string().nullable(), matching: z.number().int() });
export type FilePage = z.infer<typeof FilePage>;

export const FileListInput = z.strictObject({
  id: Id,
  /** Part of a path. */
  q: z.string().max(200).default(''),
  after: z.string().max(8000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const fileChanges = ['added', 'removed', 'changed'] as const;

export const Comparison = z.strictObject({
  from: Version,
  to: Version,
  /** Facts of the columns, provenance and metadata that differ, at the innermost place where they do. */
  facts: z.array(z.strictObject({ path: z.array(z.string()), from: z.unknown().optional(), to: z.unknown().optional() })),
  files: z.strictObject({
    added: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    /** Differing files in the order of their paths, the first 1,000 of them. */
    rows: z.array(
      z.strictObject({
        path: z.string(),
        change: z.enum(fileChanges),
        from: z.strictObject({ sha256: Sha256, size: z.number().int() }).nullable(),
        to: z.strictObject({ sha256: Sha256, size: z.number().int() }).nullable(),
      }),
    ),
  }),
});
export type Comparison = z.infer<typeof Comparison>;

export const FileDigest = z.strictObject({ sha256: Sha256, size: z.number().int() });
