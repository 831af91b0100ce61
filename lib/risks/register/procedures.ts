import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { Activity, BulkReport, Id } from '#lib/assets/schema.ts';
import { now } from '#lib/platform/clock.ts';
import { listAssetRisks } from './asset/queries.ts';
import { changeRisks, undoRiskChange } from './bulk/commands.ts';
import { assessRisk, editRisk, reassessRisk, treatRisk } from './commands.ts';
import { countFacet, nameFilter } from './facets/queries.ts';
import { listHistory, listRiskActivity } from './history/queries.ts';
import { countRisks, listRisks } from './list/queries.ts';
import { AssetRisks, Risk, RiskHistory } from './page/schema.ts';
import { getRisk } from './queries.ts';
import {
  Assessment,
  BulkRiskInput,
  Plan,
  Reassessment,
  RiskEdit,
  RiskFacetCounts,
  RiskFacetInput,
  RiskFilter,
  RiskFilterNames,
  RiskListInput,
  RiskPage,
  RiskTotal,
} from './schema.ts';

const tag = 'Risks';
const One = z.strictObject({ id: Id });
const Page = One.extend({ after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });

export const riskOperations = {
  list: operation(
    'GET /risks',
    { permission: 'asset.read', tag, summary: 'List risks, the worst first', input: RiskListInput, output: RiskPage },
    ({ actor, input }) => listRisks(actor, input),
  ),
  total: operation(
    'GET /risks/total',
    { permission: 'asset.read', tag, summary: 'Count the risks that match, exactly up to 10,000', input: RiskFilter, output: RiskTotal },
    ({ actor, input }) => countRisks(actor, input),
  ),
  facet: operation(
    'GET /risks/facets',
    { permission: 'asset.read', tag, summary: 'Count the values of one filter of risks', input: RiskFacetInput, output: RiskFacetCounts },
    ({ actor, input }) => countFacet(actor, input),
  ),
  names: operation(
    'GET /risks/filter-names',
    {
      permission: 'asset.read',
      tag,
      summary: 'Name the owners, teams, threats and assets that a filter of risks holds',
      input: RiskFilter.pick({ owner: true, team: true, threat: true, asset: true }),
      output: RiskFilterNames,
    },
    ({ actor, input }) => nameFilter(actor, input),
  ),
  get: operation(
    'GET /risks/{id}',
    { permission: 'asset.read', tag, summary: 'Get a risk, its score opened to its parts', input: One, output: Risk },
    ({ actor, input }) => getRisk(actor, input.id),
  ),
  edit: operation(
    'PATCH /risks/{id}',
    { permission: 'risk.assess', tag, summary: 'Change the owner, the due date or the notes of a risk', input: RiskEdit, output: Risk },
    async ({ actor, input, context }) => {
      await editRisk(actor, actOf(context), input);
      return getRisk(actor, input.id);
    },
  ),
  assess: operation(
    'POST /risks/{id}/assess',
    {
      permission: 'risk.assess',
      tag,
      summary: 'Assess a risk: confirm the computed values, or set others with a reason',
      input: Assessment,
      output: Risk,
    },
    async ({ actor, input, context }) => {
      await assessRisk(actor, actOf(context), input);
      return getRisk(actor, input.id);
    },
  ),
  reassess: operation(
    'POST /risks/{id}/reassess',
    { permission: 'risk.assess', tag, summary: 'Say that the last assessment of a risk is still right', input: Reassessment, output: Risk },
    async ({ actor, input, context }) => {
      await reassessRisk(actor, actOf(context), input);
      return getRisk(actor, input.id);
    },
  ),
  treat: operation(
    'POST /risks/{id}/treat',
    { permission: 'risk.assess', tag, summary: 'Choose what is done about a risk, and the level to aim for', input: Plan, output: Risk },
    async ({ actor, input, context }) => {
      await treatRisk(actor, actOf(context), input);
      return getRisk(actor, input.id);
    },
  ),
  history: operation(
    'GET /risks/{id}/history',
    {
      permission: 'asset.read',
      tag,
      summary: 'What changed the level or the values of a risk, newest first',
      input: Page,
      output: RiskHistory,
    },
    ({ actor, input }) => listHistory(actor, input),
  ),
  activity: operation(
    'GET /risks/{id}/activity',
    { permission: 'asset.read', tag, summary: 'What people did to a risk, newest first', input: Page, output: Activity },
    ({ actor, input }) => listRiskActivity(actor, input),
  ),
  bulk: operation(
    'POST /risks/bulk',
    { permission: 'risk.assess', tag, summary: 'Assess, assign or treat many risks at once', input: BulkRiskInput, output: BulkReport },
    ({ actor, input, context }) => changeRisks(actor, actOf(context), input.ids, input.change, now()),
  ),
  undo: operation(
    'POST /risks/bulk/{operationId}/undo',
    {
      permission: 'risk.assess',
      tag,
      summary: 'Undo a bulk change of risks within ten minutes',
      input: z.strictObject({ operationId: Id }),
      output: BulkReport,
    },
    ({ actor, input, context }) => undoRiskChange(actor, actOf(context), input.operationId, now()),
  ),
  ofAsset: operation(
    'GET /assets/{id}/risks',
    { permission: 'asset.read', tag, summary: 'The risks of an asset at each of its stages', input: One, output: AssetRisks },
    ({ actor, input }) => listAssetRisks(actor, input.id),
  ),
};
