import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { addPolicy, editPolicy, switchPolicy } from './managing/commands.ts';
import { listPolicies, previewPolicy } from './queries.ts';
import { NewPolicy, Policy, PolicyAnswer, PolicyEdit, PolicyPreview, PolicySwitch } from './schema.ts';

const tag = 'Review policies';
const managing = { permission: 'template.manage', tag } as const;

export const policyOperations = {
  list: operation(
    'GET /reviews/policies',
    {
      permission: 'asset.read',
      tag,
      summary: 'List the policies by which reviews are asked for when something changes',
      input: z.strictObject({}),
      output: z.object({ policies: z.array(Policy) }),
    },
    async ({ actor }) => ({ policies: await listPolicies(actor) }),
  ),
  preview: operation(
    'POST /reviews/policy-previews',
    {
      ...managing,
      summary: 'How often a policy would have asked in the last 30 days; changes nothing',
      input: NewPolicy,
      output: PolicyPreview,
    },
    ({ actor, input }) => previewPolicy(actor, input),
  ),
  add: operation(
    'POST /reviews/policies',
    { ...managing, summary: 'Add a policy of reviews', input: NewPolicy, output: PolicyAnswer, status: 201 },
    ({ actor, input, context }) => addPolicy(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /reviews/policies/{id}',
    { ...managing, summary: 'Edit a policy of reviews', input: PolicyEdit, output: PolicyAnswer },
    ({ actor, input, context }) => editPolicy(actor, actOf(context), input),
  ),
  switch: operation(
    'POST /reviews/policies/{id}/switch',
    { ...managing, summary: 'Switch a policy on or off', input: PolicySwitch, output: PolicyAnswer },
    ({ actor, input, context }) => switchPolicy(actor, actOf(context), input),
  ),
};
