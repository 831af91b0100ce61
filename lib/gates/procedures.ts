import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { getAsOf } from './as-of/queries.ts';
import { AsOf, AsOfInput } from './as-of/schema.ts';
import { countBoard, listColumn } from './board/queries.ts';
import { BoardColumn, BoardCounts, BoardFilter, ColumnInput } from './board/schema.ts';
import { editPolicy } from './policies/commands.ts';
import { previewPolicy } from './policies/preview/queries.ts';
import { getPolicy, listPolicies } from './policies/queries.ts';
import { Policy, PolicyEdit, PolicyList, Preview, PreviewInput } from './policies/schema.ts';
import { promoteAsset, sendBack, skipStages } from './promotion/commands.ts';
import { getAssetGate, listPromotions } from './promotion/queries.ts';
import { AssetGate, BackInput, HistoryInput, PromoteInput, PromotionOutcome, PromotionPage, SkipInput } from './promotion/schema.ts';
import { GateOf } from './schema.ts';
import { getVerdict } from './verdict/queries.ts';
import { MachineVerdict, VerdictInput } from './verdict/schema.ts';

const tag = 'Gates';

export const gateOperations = {
  verdict: operation(
    'GET /gates/verdict',
    {
      permission: 'asset.read',
      tag,
      summary: 'May a digest be at a stage: pass or fail, with reasons',
      input: VerdictInput,
      output: MachineVerdict,
    },
    ({ actor, input }) => getVerdict(actor, input),
  ),
  policies: operation(
    'GET /gates/policies',
    {
      permission: 'asset.read',
      tag,
      summary: 'What each kind of asset must have before each stage',
      input: z.strictObject({}),
      output: PolicyList,
    },
    ({ actor }) => listPolicies(actor),
  ),
  policy: operation(
    'GET /gates/policies/{kind}/{stage}',
    { permission: 'asset.read', tag, summary: 'Get a gate with all its numbers', input: GateOf, output: Policy },
    ({ actor, input }) => getPolicy(actor, input),
  ),
  editPolicy: operation(
    'POST /gates/policies/{kind}/{stage}',
    {
      permission: 'template.manage',
      tag,
      summary: 'Change what a gate asks for: it gets a new number',
      input: PolicyEdit,
      output: z.strictObject({ number: z.int() }),
    },
    ({ actor, input, context }) => editPolicy(actor, actOf(context), input),
  ),
  preview: operation(
    'POST /gates/policies/{kind}/{stage}/preview',
    {
      permission: 'template.manage',
      tag,
      summary: 'What would pass and fail today, were a gate changed',
      input: PreviewInput,
      output: Preview,
    },
    ({ actor, input }) => previewPolicy(actor, input),
  ),
  column: operation(
    'GET /gates/board',
    {
      permission: 'asset.read',
      tag,
      summary: 'Assets at a stage, each with what holds it back from the next',
      input: ColumnInput,
      output: BoardColumn,
    },
    ({ actor, input }) => listColumn(actor, input),
  ),
  counts: operation(
    'GET /gates/board/counts',
    { permission: 'asset.read', tag, summary: 'How many assets stand at each stage', input: BoardFilter, output: BoardCounts },
    ({ actor, input }) => countBoard(actor, input),
  ),
  asOf: operation(
    'GET /gates/as-of',
    {
      permission: 'asset.read',
      tag,
      summary: 'What was in which stage on a day, approved by whom, at what risk, on which evidence',
      input: AsOfInput,
      output: AsOf,
    },
    ({ actor, input }) => getAsOf(actor, input),
  ),
  ofAsset: operation(
    'GET /assets/{id}/gate',
    {
      permission: 'asset.read',
      tag,
      summary: 'The next gate of an asset: what it has and what holds it back',
      input: z.strictObject({ id: z.uuid(), versionId: z.uuid().optional() }),
      output: AssetGate,
    },
    ({ actor, input }) => getAssetGate(actor, input),
  ),
  promotions: operation(
    'GET /assets/{id}/promotions',
    {
      permission: 'asset.read',
      tag,
      summary: 'How an asset went from stage to stage, each with its verdict',
      input: HistoryInput,
      output: PromotionPage,
    },
    ({ actor, input }) => listPromotions(actor, input),
  ),
  promote: operation(
    'POST /assets/{id}/promote',
    {
      permission: 'asset.promote',
      tag,
      summary: 'Take an asset to its next stage, if its gate passes; the verdict is kept either way',
      input: PromoteInput,
      output: PromotionOutcome,
    },
    ({ actor, input, context }) => promoteAsset(actor, actOf(context), input),
  ),
  skip: operation(
    'POST /assets/{id}/skip',
    {
      permission: 'asset.promote',
      tag,
      summary: 'Take an asset past stages, with a reason, if every gate on the way passes',
      input: SkipInput,
      output: PromotionOutcome,
    },
    ({ actor, input, context }) => skipStages(actor, actOf(context), input),
  ),
  back: operation(
    'POST /assets/{id}/send-back',
    {
      permission: 'asset.promote',
      tag,
      summary: 'Take an asset back to an earlier stage, with a reason',
      input: BackInput,
      output: PromotionOutcome,
    },
    ({ actor, input, context }) => sendBack(actor, actOf(context), input),
  ),
};
