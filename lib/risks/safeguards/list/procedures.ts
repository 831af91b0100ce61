import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { FileAnswer } from '../evidence/schema.ts';
import { exportSafeguards } from './exporting/commands.ts';
import { countSafeguardFacet, countSafeguards, listSafeguards, nameSafeguardFilter } from './queries.ts';
import {
  SafeguardExportInput,
  SafeguardFacetCounts,
  SafeguardFacetInput,
  SafeguardFilter,
  SafeguardFilterNames,
  SafeguardListInput,
  SafeguardPage,
  SafeguardTotal,
} from './schema.ts';

const tag = 'Safeguards';
const reading = { permission: 'asset.read', tag } as const;

export const safeguardListOperations = {
  list: operation(
    'GET /safeguards',
    { ...reading, summary: 'List safeguards, with search, filters and pages', input: SafeguardListInput, output: SafeguardPage },
    ({ actor, input }) => listSafeguards(actor, input),
  ),
  total: operation(
    'GET /safeguards/total',
    { ...reading, summary: 'Count the safeguards that match, exactly up to 10,000', input: SafeguardFilter, output: SafeguardTotal },
    ({ actor, input }) => countSafeguards(actor, input),
  ),
  facets: operation(
    'GET /safeguards/facets',
    { ...reading, summary: 'Count the safeguards for each value of one filter', input: SafeguardFacetInput, output: SafeguardFacetCounts },
    ({ actor, input }) => countSafeguardFacet(actor, input),
  ),
  names: operation(
    'GET /safeguards/filter-names',
    {
      ...reading,
      summary: 'Name the people, teams, controls, threats and assets that a filter holds',
      input: SafeguardFilter.pick({ owner: true, team: true, control: true, threat: true, asset: true }),
      output: SafeguardFilterNames,
    },
    ({ actor, input }) => nameSafeguardFilter(actor, input),
  ),
  export: operation(
    'GET /safeguards/export',
    {
      permission: 'asset.export',
      tag,
      summary: 'Export the list of safeguards as CSV',
      input: SafeguardExportInput,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input, context }) => exportSafeguards(actor, actOf(context), input, now()),
  ),
};
