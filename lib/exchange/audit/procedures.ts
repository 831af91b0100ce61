import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { FileAnswer } from '../exports/schema.ts';
import { exportLog } from './commands.ts';
import { AuditExportInput } from './schema.ts';

export const auditExportOperations = {
  log: operation(
    'GET /audit/export',
    {
      permission: 'audit.export',
      tag: 'Audit log',
      summary: 'Export the sealed events that match, as JSONL that can be verified offline, or as CSV',
      input: AuditExportInput,
      output: FileAnswer,
      detailed: true,
      sensitive: true,
    },
    ({ actor, input, context }) => exportLog(actor, actOf(context), input, now()),
  ),
};
