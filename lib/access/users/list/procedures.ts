import { z } from 'zod';
import { now } from '#lib/platform/clock.ts';
import { mustEverywhere } from '../../policy.ts';
import { actOf, operation } from '../../procedure.ts';
import { exportPeople } from './commands.ts';
import { countFacet, countPeople, filterNames, listPeople } from './queries.ts';
import {
  CsvAnswer,
  FacetCounts,
  FacetInput,
  FilterNames,
  PeopleExportInput,
  PeopleFilter,
  PeopleListInput,
  PeoplePage,
  PeopleTotal,
} from './schema.ts';

const tag = 'People';
const permission = 'person.read';

/** People belong to no team: reading their accounts takes the right in the whole organisation. */
export const peopleListOperations = {
  list: operation(
    'GET /people',
    { permission, tag, summary: 'List people, with search, filters and pages', input: PeopleListInput, output: PeoplePage },
    async ({ actor, input }) => {
      mustEverywhere(actor, permission);
      return listPeople(actor, input);
    },
  ),
  total: operation(
    'GET /people/total',
    { permission, tag, summary: 'Count the people that match', input: PeopleFilter, output: PeopleTotal },
    async ({ actor, input }) => {
      mustEverywhere(actor, permission);
      return { total: await countPeople(actor, input) };
    },
  ),
  facets: operation(
    'GET /people/facets',
    { permission, tag, summary: 'Count the people for each value of one filter', input: FacetInput, output: FacetCounts },
    async ({ actor, input }) => {
      mustEverywhere(actor, permission);
      return countFacet(actor, input);
    },
  ),
  names: operation(
    'GET /people/filter-names',
    { permission, tag, summary: 'Name the teams and roles that filters hold as keys', input: z.strictObject({}), output: FilterNames },
    async ({ actor }) => {
      mustEverywhere(actor, permission);
      return filterNames(actor);
    },
  ),
  export: operation(
    'GET /people/export',
    { permission, tag, summary: 'Export the list of people as CSV', input: PeopleExportInput, output: CsvAnswer, detailed: true },
    async ({ actor, input: { sort, ...filter }, context }) => {
      mustEverywhere(actor, permission);
      return exportPeople(actor, actOf(context), filter, sort, now());
    },
  ),
};
