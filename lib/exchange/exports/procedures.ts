import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { csvTemplate } from '../write/csv-template.ts';
import { exportAssets } from './commands.ts';
import { ExportInput, FileAnswer } from './schema.ts';

export const exportOperations = {
  assets: operation(
    'GET /assets/export',
    {
      permission: 'asset.export',
      tag: 'Exports',
      summary: 'Export the list of assets, with all its filters, as CSV, JSON or CycloneDX 1.6',
      input: ExportInput,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input, context }) => exportAssets(actor, actOf(context), input, now()),
  ),
  template: operation(
    'GET /imports/template.csv',
    {
      permission: 'asset.read',
      tag: 'Imports',
      summary: 'Download a CSV to start from: the columns that imports know, with an example of each kind',
      input: z.strictObject({}),
      output: FileAnswer,
      detailed: true,
    },
    async () => ({ headers: attachment('text/csv; charset=utf-8', 'gatehouse-template.csv'), body: streamOf(template()) }),
  ),
};

async function* template(): AsyncGenerator<string> {
  yield csvTemplate();
}
