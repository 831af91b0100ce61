/** Files of a review: kept by digest, taken only when the bytes are what the name says, and only ever downloaded. */
import { z } from 'zod';
import { mostBytes } from './rules.ts';

const Id = z.uuid();

/** What is told of a file beside its bytes: its size and digest must be those of the bytes that arrive. */
export const NewFile = z.strictObject({
  id: Id,
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255, 'at most 255 characters')
    .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069/\\]+$/u, 'has characters that no file name has'),
  size: z.coerce.number().int().min(1, 'the file is empty').max(mostBytes, 'a file has at most 20 MB'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hexadecimal'),
  /** The item of the checklist that it shows. */
  item: z.string().min(1).max(100).optional(),
});
export type NewFile = z.output<typeof NewFile>;

export const ReviewId = z.strictObject({ id: Id });
export const FileId = z.strictObject({ fileId: Id });

export const ReviewFile = z.strictObject({
  id: Id,
  name: z.string(),
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
  item: z.string().nullable(),
  addedBy: z.string().nullable(),
  addedAt: z.iso.datetime(),
  removedAt: z.iso.datetime().nullable(),
  mayRemove: z.boolean(),
});
export type ReviewFile = z.output<typeof ReviewFile>;

export const ReviewFiles = z.strictObject({ files: z.array(ReviewFile), mayAdd: z.boolean() });
export type ReviewFiles = z.output<typeof ReviewFiles>;

export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(ReadableStream) });
