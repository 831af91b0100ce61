import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { decideMany, requestMany } from './bulk/commands.ts';
import { grantAcceptance, refuseAcceptance, requestAcceptance, revokeAcceptance, withdrawAcceptance } from './commands.ts';
import { exportAcceptances } from './list/commands.ts';
import { countAcceptances, countFacet, listAcceptances, nameFilter } from './list/queries.ts';
import { getAcceptance, getAcceptancesOf } from './queries.ts';
import {
  Acceptance,
  AcceptanceExportInput,
  AcceptanceFilter,
  AcceptanceListInput,
  AcceptancePage,
  AcceptanceTotal,
  BulkDecision,
  BulkReport,
  BulkRequest,
  Deciders,
  FacetCounts,
  FacetInput,
  FileAnswer,
  FilterNames,
  Grant,
  NewAcceptance,
  Refusal,
  Revocation,
  RiskAcceptances,
} from './schema.ts';

const tag = 'Acceptances';
const One = z.strictObject({ id: z.uuid() });

export const acceptanceOperations = {
  list: operation(
    'GET /acceptances',
    { permission: 'asset.read', tag, summary: 'List acceptances of risks', input: AcceptanceListInput, output: AcceptancePage },
    ({ actor, input }) => listAcceptances(actor, input),
  ),
  total: operation(
    'GET /acceptances/total',
    {
      permission: 'asset.read',
      tag,
      summary: 'Count the acceptances that match, exactly up to 10,000',
      input: AcceptanceFilter,
      output: AcceptanceTotal,
    },
    ({ actor, input }) => countAcceptances(actor, input),
  ),
  facet: operation(
    'GET /acceptances/facets',
    { permission: 'asset.read', tag, summary: 'Count the values of one filter of acceptances', input: FacetInput, output: FacetCounts },
    ({ actor, input }) => countFacet(actor, input),
  ),
  names: operation(
    'GET /acceptances/filter-names',
    {
      permission: 'asset.read',
      tag,
      summary: 'Name the teams, people and assets that a filter of acceptances holds',
      input: AcceptanceFilter.pick({ team: true, requester: true, asset: true }),
      output: FilterNames,
    },
    ({ actor, input }) => nameFilter(actor, input),
  ),
  export: operation(
    'GET /acceptances/export',
    {
      permission: 'asset.export',
      tag,
      summary: 'Export the list of acceptances as CSV',
      input: AcceptanceExportInput,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input: { sort, ...filter }, context }) => exportAcceptances(actor, actOf(context), filter, sort, now()),
  ),
  get: operation(
    'GET /acceptances/{id}',
    {
      permission: 'asset.read',
      tag,
      summary: 'Get an acceptance, and who decides on it',
      input: One,
      output: Acceptance.extend({ deciders: Deciders }),
    },
    ({ actor, input }) => getAcceptance(actor, input.id),
  ),
  ofRisk: operation(
    'GET /risks/{id}/acceptances',
    {
      permission: 'asset.read',
      tag,
      summary: 'Get how a risk is accepted, what waits for a decision, and what was before',
      input: One,
      output: RiskAcceptances,
    },
    ({ actor, input }) => getAcceptancesOf(actor, input.id),
  ),
  request: operation(
    'POST /acceptances',
    {
      permission: 'risk.assess',
      tag,
      summary: 'Ask that a risk be accepted until a day',
      input: NewAcceptance,
      output: One,
      status: 201,
    },
    ({ actor, input, context }) => requestAcceptance(actor, actOf(context), input),
  ),
  requestMany: operation(
    'POST /acceptances/bulk',
    { permission: 'risk.assess', tag, summary: 'Ask that many risks be accepted, with one reason', input: BulkRequest, output: BulkReport },
    ({ actor, input, context }) => requestMany(actor, actOf(context), input),
  ),
  decideMany: operation(
    'POST /acceptances/decide',
    { permission: 'acceptance.decide', tag, summary: 'Decide on many requests alike', input: BulkDecision, output: BulkReport },
    ({ actor, input, context }) => decideMany(actor, actOf(context), input),
  ),
  grant: operation(
    'POST /acceptances/{id}/grant',
    {
      permission: 'acceptance.decide',
      tag,
      summary: 'Accept a risk as asked for, or for a shorter time',
      input: Grant,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => grantAcceptance(actor, actOf(context), input),
  ),
  refuse: operation(
    'POST /acceptances/{id}/refuse',
    {
      permission: 'acceptance.decide',
      tag,
      summary: 'Refuse to accept a risk, with a note',
      input: Refusal,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => refuseAcceptance(actor, actOf(context), input),
  ),
  withdraw: operation(
    'POST /acceptances/{id}/withdraw',
    { permission: 'risk.assess', tag, summary: 'Take back a request of yours', input: One, output: z.void(), status: 204 },
    ({ actor, input, context }) => withdrawAcceptance(actor, actOf(context), input.id),
  ),
  revoke: operation(
    'POST /acceptances/{id}/revoke',
    {
      permission: 'acceptance.decide',
      tag,
      summary: 'End an acceptance before its time, with a note',
      input: Revocation,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => revokeAcceptance(actor, actOf(context), input),
  ),
};
