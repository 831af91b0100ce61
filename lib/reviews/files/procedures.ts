import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { addFile, removeFile } from './commands.ts';
import { getFiles, reviewFile } from './queries.ts';
import { FileAnswer, FileId, NewFile, ReviewFiles, ReviewId } from './schema.ts';

const tag = 'Reviews';

export const reviewFileOperations = {
  list: operation(
    'GET /reviews/{id}/files',
    { permission: 'asset.read', tag, summary: 'List the files of a review', input: ReviewId, output: ReviewFiles },
    ({ actor, input }) => getFiles(actor, input.id),
  ),
  add: operation(
    'POST /reviews/{id}/files',
    {
      permission: 'review.request',
      tag,
      summary: 'Attach a file of at most 20 MB; its size and SHA-256 are declared and must match, and its bytes must be what its name says',
      input: NewFile,
      output: z.strictObject({ id: z.uuid() }),
      status: 201,
      upload: true,
    },
    ({ actor, input, context }) => addFile(actor, actOf(context), input, context.upload),
  ),
  remove: operation(
    'DELETE /review-files/{fileId}',
    {
      permission: 'review.request',
      tag,
      summary: 'Take a file of a review away while it waits for a decision',
      input: FileId,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => removeFile(actor, actOf(context), input.fileId),
  ),
  download: operation(
    'GET /review-files/{fileId}',
    { permission: 'asset.read', tag, summary: 'Download a file of a review', input: FileId, output: FileAnswer, detailed: true },
    ({ actor, input }) => reviewFile(actor, input.fileId),
  ),
};
