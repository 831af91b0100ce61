import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { FileAnswer } from '../exports/schema.ts';
import { decideRows, discardImport, readImportAgain, startApply, startImport } from './commands.ts';
import { getFacts, getImport, listImportRows, listImports } from './queries.ts';
import { rejectedCsv } from './rejected/queries.ts';
import {
  DecisionInput,
  ImportFacts,
  ImportListInput,
  ImportPage,
  ImportRowPage,
  ImportRowsInput,
  ImportView,
  NewImport,
  ReadAgain,
} from './schema.ts';

const tag = 'Imports';
const One = z.strictObject({ id: z.uuid() });
const permission = 'asset.import';

export const importOperations = {
  list: operation(
    'GET /imports',
    { permission: 'asset.read', tag, summary: 'List imports, newest first', input: ImportListInput, output: ImportPage },
    ({ actor, input }) => listImports(actor, input),
  ),
  start: operation(
    'POST /imports',
    {
      permission,
      tag,
      summary:
        'Upload a file and have it read. CycloneDX, SPDX, CSV or an export of Gatehouse; nothing is written before the import is applied',
      input: NewImport,
      output: One,
      status: 201,
      upload: true,
    },
    ({ actor, input, context }) => startImport(actor, actOf(context), input, context.upload),
  ),
  get: operation(
    'GET /imports/{id}',
    {
      permission: 'asset.read',
      tag,
      summary: 'Get an import: how far it is, what it would do, what it did',
      input: One,
      output: ImportView,
    },
    ({ actor, input }) => getImport(actor, input.id),
  ),
  rows: operation(
    'GET /imports/{id}/rows',
    {
      permission: 'asset.read',
      tag,
      summary: 'List the rows of an import with what each would change',
      input: ImportRowsInput,
      output: ImportRowPage,
    },
    ({ actor, input }) => listImportRows(actor, input),
  ),
  facts: operation(
    'GET /imports/{id}/facts',
    { permission: 'asset.read', tag, summary: 'What the file says of itself, beside its rows', input: One, output: ImportFacts },
    ({ actor, input }) => getFacts(actor, input.id),
  ),
  rejected: operation(
    'GET /imports/{id}/rejected.csv',
    {
      permission: 'asset.read',
      tag,
      summary: 'Download what was rejected, with place and reason, as CSV',
      input: One,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input }) => rejectedCsv(actor, input.id),
  ),
  read: operation(
    'POST /imports/{id}/read',
    {
      permission,
      tag,
      summary: 'Read the file again by chosen columns, component types and defaults',
      input: ReadAgain,
      output: ImportView,
    },
    async ({ actor, input: { id, ...options } }) => {
      await readImportAgain(actor, id, options);
      return getImport(actor, id);
    },
  ),
  decide: operation(
    'POST /imports/{id}/decisions',
    {
      permission,
      tag,
      summary: 'Decide on possible duplicates: merge, keep as a new asset, or skip',
      input: DecisionInput,
      output: ImportView,
    },
    async ({ actor, input }) => {
      await decideRows(actor, input);
      return getImport(actor, input.id);
    },
  ),
  apply: operation(
    'POST /imports/{id}/apply',
    { permission, tag, summary: 'Apply an import, all of it or nothing', input: One, output: ImportView },
    async ({ actor, input }) => {
      await startApply(actor, input.id);
      return getImport(actor, input.id);
    },
  ),
  discard: operation(
    'POST /imports/{id}/discard',
    { permission, tag, summary: 'Discard an import and its file', input: One, output: ImportView },
    async ({ actor, input }) => {
      await discardImport(actor, input.id);
      return getImport(actor, input.id);
    },
  ),
};
