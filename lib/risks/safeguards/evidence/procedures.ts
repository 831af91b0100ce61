import { actOf, operation } from '#lib/access/procedure.ts';
import { getSafeguard } from '../one/queries.ts';
import { Safeguard } from '../schema.ts';
import { addEvidence, addEvidenceFile, removeEvidence } from './commands.ts';
import { evidenceFile } from './files/queries.ts';
import { EvidenceId, FileAnswer, NewEvidence, NewEvidenceFile, OneEvidence } from './schema.ts';

const tag = 'Safeguards';
const editing = { permission: 'safeguard.edit', tag } as const;

export const evidenceOperations = {
  add: operation(
    'POST /safeguards/{id}/evidence',
    { ...editing, summary: 'Add a link or a text as evidence', input: NewEvidence, output: OneEvidence, status: 201 },
    ({ actor, input, context }) => addEvidence(actor, actOf(context), input),
  ),
  addFile: operation(
    'POST /safeguards/{id}/evidence/file',
    {
      ...editing,
      summary: 'Add a file of at most 20 MB as evidence; its size and SHA-256 are declared and must match',
      input: NewEvidenceFile,
      output: OneEvidence,
      status: 201,
      upload: true,
    },
    ({ actor, input, context }) => addEvidenceFile(actor, actOf(context), input, context.upload),
  ),
  remove: operation(
    'DELETE /evidence/{evidenceId}',
    { ...editing, summary: 'Remove a piece of evidence; it stays in the history', input: EvidenceId, output: Safeguard },
    async ({ actor, input, context }) => {
      const { safeguardId } = await removeEvidence(actor, actOf(context), input.evidenceId);
      return getSafeguard(actor, safeguardId);
    },
  ),
  file: operation(
    'GET /evidence/{evidenceId}/file',
    {
      permission: 'asset.read',
      tag,
      summary: 'Download a file of evidence',
      input: EvidenceId,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input }) => evidenceFile(actor, input.evidenceId),
  ),
};
