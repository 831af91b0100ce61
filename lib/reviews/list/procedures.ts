import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { exportReviews } from './commands.ts';
import { countFacet } from './facets/queries.ts';
import { countReviews, listReviews, nameFilter } from './queries.ts';
import {
  FacetCounts,
  FacetInput,
  FileAnswer,
  FilterNames,
  ReviewExportInput,
  ReviewFilter,
  ReviewListInput,
  ReviewPage,
  ReviewTotal,
} from './schema.ts';

const tag = 'Reviews';
const permission = 'asset.read';

export const reviewListOperations = {
  list: operation(
    'GET /reviews',
    { permission, tag, summary: 'List reviews', input: ReviewListInput, output: ReviewPage },
    ({ actor, input }) => listReviews(actor, input),
  ),
  total: operation(
    'GET /reviews/total',
    { permission, tag, summary: 'Count the reviews that match, exactly up to 10,000', input: ReviewFilter, output: ReviewTotal },
    ({ actor, input }) => countReviews(actor, input),
  ),
  facet: operation(
    'GET /reviews/facets',
    { permission, tag, summary: 'Count the values of one filter of reviews', input: FacetInput, output: FacetCounts },
    ({ actor, input }) => countFacet(actor, input),
  ),
  names: operation(
    'GET /reviews/filter-names',
    {
      permission,
      tag,
      summary: 'Name the teams, people, assets and templates that a filter of reviews holds',
      input: ReviewFilter.pick({ team: true, reviewer: true, requester: true, asset: true, template: true }),
      output: FilterNames,
    },
    ({ actor, input }) => nameFilter(actor, input),
  ),
  export: operation(
    'GET /reviews/export',
    {
      permission: 'asset.export',
      tag,
      summary: 'Export the list of reviews as CSV',
      input: ReviewExportInput,
      output: FileAnswer,
      detailed: true,
    },
    ({ actor, input: { sort, ...filter }, context }) => exportReviews(actor, actOf(context), filter, sort, now()),
  ),
};
