import { z } from 'zod';
import { operation } from '#lib/access/procedure.ts';
import { approvalsOfAsset, approvalsOfReview } from './queries.ts';
import { Approval, ApprovalPage, ApprovalsOfAsset } from './schema.ts';

const tag = 'Approvals';

export const approvalOperations = {
  ofAsset: operation(
    'GET /assets/{id}/approvals',
    {
      permission: 'asset.read',
      tag,
      summary: 'The approvals of an asset, newest first, with why and by what way they went stale',
      input: ApprovalsOfAsset,
      output: ApprovalPage,
    },
    ({ actor, input }) => approvalsOfAsset(actor, input),
  ),
  ofReview: operation(
    'GET /reviews/{id}/approvals',
    {
      permission: 'asset.read',
      tag,
      summary: 'The approvals that a review gave, newest first',
      input: z.strictObject({ id: z.uuid() }),
      output: z.strictObject({ rows: z.array(Approval) }),
    },
    async ({ actor, input }) => ({ rows: await approvalsOfReview(actor, input.id) }),
  ),
};
