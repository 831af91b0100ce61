import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { assignControl } from './assigning/commands.ts';
import { previewAssignment } from './assigning/queries.ts';
import { changeSafeguards } from './commands.ts';
import {
  Assignment,
  AssignmentCounts,
  AssignmentPreview,
  OneOperation,
  SafeguardBulk,
  SafeguardReport,
  SafeguardsToVerify,
} from './schema.ts';
import { undoSafeguards } from './undoing/commands.ts';

const tag = 'Safeguards';

export const safeguardBulkOperations = {
  preview: operation(
    'POST /safeguards/assign/preview',
    {
      permission: 'safeguard.edit',
      tag,
      summary: 'Say what assigning a control to many assets would do, by ids or by the filters of the asset list',
      input: AssignmentPreview,
      output: AssignmentCounts,
    },
    ({ actor, input }) => previewAssignment(actor, input),
  ),
  assign: operation(
    'POST /safeguards/assign',
    { permission: 'safeguard.edit', tag, summary: 'Plan a control for many assets at once', input: Assignment, output: SafeguardReport },
    ({ actor, input, context }) => assignControl(actor, actOf(context), input, now()),
  ),
  bulk: operation(
    'POST /safeguards/bulk',
    {
      permission: 'safeguard.edit',
      tag,
      summary: 'Implement, assign or date many safeguards at once',
      input: SafeguardBulk,
      output: SafeguardReport,
    },
    ({ actor, input, context }) => changeSafeguards(actor, actOf(context), input, now()),
  ),
  verify: operation(
    'POST /safeguards/bulk/verify',
    {
      permission: 'safeguard.verify',
      tag,
      summary: 'Verify many safeguards that others implemented',
      input: SafeguardsToVerify,
      output: SafeguardReport,
    },
    ({ actor, input: { ids }, context }) => changeSafeguards(actor, actOf(context), { ids, change: { field: 'verified' } }, now()),
  ),
  undo: operation(
    'POST /safeguards/bulk/{operationId}/undo',
    {
      permission: 'safeguard.edit',
      tag,
      summary: 'Undo a bulk change or an assignment within ten minutes',
      input: OneOperation,
      output: SafeguardReport,
    },
    ({ actor, input, context }) => undoSafeguards(actor, actOf(context), input.operationId, 'safeguard.edit', now()),
  ),
  unverify: operation(
    'POST /safeguards/bulk/{operationId}/unverify',
    {
      permission: 'safeguard.verify',
      tag,
      summary: 'Undo the verification of many within ten minutes',
      input: OneOperation,
      output: SafeguardReport,
    },
    ({ actor, input, context }) => undoSafeguards(actor, actOf(context), input.operationId, 'safeguard.verify', now()),
  ),
};
