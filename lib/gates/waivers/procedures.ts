import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { grantWaiver, refuseWaiver, requestWaiver, revokeWaiver, withdrawWaiver } from './commands.ts';
import { countFacet, countWaivers, listWaivers, nameFilter } from './list/queries.ts';
import { getWaiver } from './queries.ts';
import {
  FacetCounts,
  FacetInput,
  FilterNames,
  Grant,
  NewWaiver,
  Refusal,
  Revocation,
  Waiver,
  WaiverFilter,
  WaiverListInput,
  WaiverPage,
  WaiverTotal,
} from './schema.ts';

const tag = 'Gates';
const One = z.strictObject({ id: z.uuid() });

export const waiverOperations = {
  list: operation(
    'GET /waivers',
    { permission: 'asset.read', tag, summary: 'List waivers of requirements of gates', input: WaiverListInput, output: WaiverPage },
    ({ actor, input }) => listWaivers(actor, input),
  ),
  total: operation(
    'GET /waivers/total',
    {
      permission: 'asset.read',
      tag,
      summary: 'Count the waivers that match, exactly up to 10,000',
      input: WaiverFilter,
      output: WaiverTotal,
    },
    ({ actor, input }) => countWaivers(actor, input),
  ),
  facet: operation(
    'GET /waivers/facets',
    { permission: 'asset.read', tag, summary: 'Count the values of one filter of waivers', input: FacetInput, output: FacetCounts },
    ({ actor, input }) => countFacet(actor, input),
  ),
  names: operation(
    'GET /waivers/filter-names',
    {
      permission: 'asset.read',
      tag,
      summary: 'Name the teams, people and assets that a filter of waivers holds',
      input: WaiverFilter.pick({ team: true, requester: true, asset: true }),
      output: FilterNames,
    },
    ({ actor, input }) => nameFilter(actor, input),
  ),
  get: operation(
    'GET /waivers/{id}',
    { permission: 'asset.read', tag, summary: 'Get a waiver, and who decides on it', input: One, output: Waiver },
    ({ actor, input }) => getWaiver(actor, input.id),
  ),
  request: operation(
    'POST /waivers',
    {
      permission: 'asset.promote',
      tag,
      summary: 'Ask that a requirement be waived until a day',
      input: NewWaiver,
      output: One,
      status: 201,
    },
    ({ actor, input, context }) => requestWaiver(actor, actOf(context), input),
  ),
  grant: operation(
    'POST /waivers/{id}/grant',
    {
      permission: 'waiver.decide',
      tag,
      summary: 'Waive a requirement as asked for, or for a shorter time',
      input: Grant,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => grantWaiver(actor, actOf(context), input),
  ),
  refuse: operation(
    'POST /waivers/{id}/refuse',
    {
      permission: 'waiver.decide',
      tag,
      summary: 'Refuse to waive a requirement, with a note',
      input: Refusal,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => refuseWaiver(actor, actOf(context), input),
  ),
  withdraw: operation(
    'POST /waivers/{id}/withdraw',
    { permission: 'asset.promote', tag, summary: 'Take back a request of yours', input: One, output: z.void(), status: 204 },
    ({ actor, input, context }) => withdrawWaiver(actor, actOf(context), input.id),
  ),
  revoke: operation(
    'POST /waivers/{id}/revoke',
    {
      permission: 'waiver.decide',
      tag,
      summary: 'End a waiver before its time, with a note',
      input: Revocation,
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => revokeWaiver(actor, actOf(context), input),
  ),
};
