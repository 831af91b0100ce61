import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { addSafeguard, editSafeguard, removeSafeguard } from './commands.ts';
import { inherit, release } from './inheritance/commands.ts';
import { getEffect, getSafeguard, listSafeguardActivity } from './one/queries.ts';
import { listControlNames, listOfAsset, listOffers } from './queries.ts';
import {
  Activity,
  AssetSafeguards,
  ControlNames,
  Effect,
  Inheriting,
  NewSafeguard,
  Offers,
  One,
  Safeguard,
  SafeguardEdit,
  StateChange,
  TakenBack,
  Turn,
} from './schema.ts';
import { changeState, takeBack, verifySafeguard } from './steps/commands.ts';

const tag = 'Safeguards';
const reading = { permission: 'asset.read', tag } as const;
const editing = { permission: 'safeguard.edit', tag } as const;
const verifying = { permission: 'safeguard.verify', tag } as const;

export const safeguardOperations = {
  ofAsset: operation(
    'GET /assets/{id}/safeguards',
    {
      ...reading,
      summary: 'List the safeguards of an asset, and the controls not yet considered for it',
      input: One,
      output: AssetSafeguards,
    },
    ({ actor, input }) => listOfAsset(actor, input.id),
  ),
  offers: operation(
    'GET /teams/{id}/safeguards',
    { ...reading, summary: 'List the safeguards that a team offers to its assets', input: One, output: Offers },
    ({ actor, input }) => listOffers(actor, input.id),
  ),
  controls: operation(
    'GET /safeguards/controls',
    { ...reading, summary: 'List the controls that can be put on assets', input: z.strictObject({}), output: ControlNames },
    ({ actor }) => listControlNames(actor),
  ),
  get: operation(
    'GET /safeguards/{id}',
    { ...reading, summary: 'Get a safeguard with its evidence', input: One, output: Safeguard },
    ({ actor, input }) => getSafeguard(actor, input.id),
  ),
  effect: operation(
    'GET /safeguards/{id}/effect',
    { ...reading, summary: 'Say which risks a safeguard reduces, and by how much', input: One, output: Effect },
    ({ actor, input }) => getEffect(actor, input.id),
  ),
  activity: operation(
    'GET /safeguards/{id}/activity',
    {
      ...reading,
      summary: 'What happened to a safeguard, newest first',
      input: One.extend({ after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
      output: Activity,
    },
    ({ actor, input }) => listSafeguardActivity(actor, input),
  ),
  add: operation(
    'POST /safeguards',
    {
      ...editing,
      summary: 'Plan a control for an asset, or offer it to the assets of a team; follow another safeguard with inheritFrom',
      input: NewSafeguard,
      output: One,
      status: 201,
    },
    ({ actor, input, context }) => addSafeguard(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /safeguards/{id}',
    { ...editing, summary: 'Set the owner, due date and notes of a safeguard', input: SafeguardEdit, output: Safeguard },
    async ({ actor, input, context }) => {
      await editSafeguard(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  state: operation(
    'POST /safeguards/{id}/state',
    { ...editing, summary: 'Plan, implement or set aside a safeguard', input: StateChange, output: Safeguard },
    async ({ actor, input, context }) => {
      await changeState(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  verify: operation(
    'POST /safeguards/{id}/verify',
    { ...verifying, summary: 'Verify a safeguard that somebody else implemented, on its evidence', input: Turn, output: Safeguard },
    async ({ actor, input, context }) => {
      await verifySafeguard(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  takeBack: operation(
    'POST /safeguards/{id}/unverify',
    { ...verifying, summary: 'Take a verification back, with a reason', input: TakenBack, output: Safeguard },
    async ({ actor, input, context }) => {
      await takeBack(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  inherit: operation(
    'POST /safeguards/{id}/inherit',
    { ...editing, summary: 'Let a safeguard follow one of an upstream asset or of the team', input: Inheriting, output: Safeguard },
    async ({ actor, input, context }) => {
      await inherit(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  release: operation(
    'POST /safeguards/{id}/release',
    { ...editing, summary: 'End the inheritance of a safeguard: it is planned again', input: Turn, output: Safeguard },
    async ({ actor, input, context }) => {
      await release(actor, actOf(context), input);
      return getSafeguard(actor, input.id);
    },
  ),
  remove: operation(
    'DELETE /safeguards/{id}',
    {
      ...editing,
      summary: 'Take away a safeguard that was planned and not touched since',
      input: z.strictObject({ id: Turn.shape.id, version: z.coerce.number().int() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => removeSafeguard(actor, actOf(context), input),
  ),
};
