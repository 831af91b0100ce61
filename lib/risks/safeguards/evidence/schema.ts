/** Evidence: what shows that a safeguard is there, as a file, a link or a text. */
import { z } from 'zod';
import { mostEvidenceBytes } from '../rules.ts';
import { safeLink } from './rules.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const Title = z.string().trim().min(1, 'name it').max(200, 'at most 200 characters');

/** A link or a text. */
export const NewEvidence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('link'),
    id: z.uuid(),
    title: Title,
    content: z
      .string()
      .trim()
      .max(2000, 'at most 2,000 characters')
      .refine((text) => safeLink(text) !== null, 'give an address that begins with https://, without a name and password in it'),
    expiresAt: moment.nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal('text'),
    id: z.uuid(),
    title: Title,
    content: z.string().trim().min(1, 'write what shows it').max(20_000, 'at most 20,000 characters'),
    expiresAt: moment.nullable().default(null),
  }),
]);
export type NewEvidence = z.output<typeof NewEvidence>;

/** What is told of a file beside its bytes: its size and digest must be those of the bytes that arrive. */
export const NewEvidenceFile = z.strictObject({
  id: z.uuid(),
  title: Title.optional(),
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255, 'at most 255 characters')
    .regex(/^[^\p{Cc}/\\]+$/u, 'has characters that no file name has'),
  size: z.coerce.number().int().min(1, 'the file is empty').max(mostEvidenceBytes, 'a file of evidence has at most 20 MB'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hexadecimal'),
  expiresAt: moment.optional(),
});
export type NewEvidenceFile = z.output<typeof NewEvidenceFile>;

export const OneEvidence = z.strictObject({ id: z.uuid() });
export const EvidenceId = z.strictObject({ evidenceId: z.uuid() });
export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(ReadableStream) });
