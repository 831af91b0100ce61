import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { FileAnswer } from '../exports/schema.ts';
import { exportRisks } from './commands.ts';
import { RiskExportInput } from './schema.ts';

export const riskExportOperations = {
  export: operation(
    'GET /risks/export',
    {
      permission: 'asset.export',
      tag: 'Exports',
      summary: 'Export the list of risks, with all its filters, as CSV or JSON',
      input: RiskExportInput,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input, context }) => exportRisks(actor, actOf(context), input, now()),
  ),
};
