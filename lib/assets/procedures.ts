import { z } from 'zod';
import { actOf, operation } from '#lib/access/procedure.ts';
import { now } from '#lib/platform/clock.ts';
import { changeAssets, undoChange } from './bulk/commands.ts';
import { createAsset, duplicateAsset, editAsset, moveAsset, setStatus } from './commands.ts';
import { countFacet, nameFilter } from './facets/queries.ts';
import { countAssets, listAssets } from './list/queries.ts';
import { getAsset, listActivity } from './queries.ts';
import {
  Activity,
  Asset,
  AssetEdit,
  AssetFilter,
  AssetListInput,
  AssetPage,
  AssetTotal,
  BulkInput,
  BulkReport,
  FacetCounts,
  FacetInput,
  FilterNames,
  Id,
  NewAsset,
} from './schema.ts';

const tag = 'Assets';
const One = z.strictObject({ id: Id });

export const assetOperations = {
  list: operation(
    'GET /assets',
    { permission: 'asset.read', tag, summary: 'List assets', input: AssetListInput, output: AssetPage },
    ({ actor, input }) => listAssets(actor, input),
  ),
  total: operation(
    'GET /assets/total',
    { permission: 'asset.read', tag, summary: 'Count the assets that match, exactly up to 10,000', input: AssetFilter, output: AssetTotal },
    ({ actor, input }) => countAssets(actor, input),
  ),
  facet: operation(
    'GET /assets/facets',
    { permission: 'asset.read', tag, summary: 'Count the values of one filter', input: FacetInput, output: FacetCounts },
    ({ actor, input }) => countFacet(actor, input),
  ),
  names: operation(
    'GET /assets/filter-names',
    {
      permission: 'asset.read',
      tag,
      summary: 'Name the owners and teams that a filter holds',
      input: AssetFilter.pick({ owner: true, team: true }),
      output: FilterNames,
    },
    ({ actor, input }) => nameFilter(actor, input),
  ),
  create: operation(
    'POST /assets',
    { permission: 'asset.create', tag, summary: 'Register an asset', input: NewAsset, output: One, status: 201 },
    ({ actor, input, context }) => createAsset(actor, actOf(context), input),
  ),
  get: operation(
    'GET /assets/{id}',
    { permission: 'asset.read', tag, summary: 'Get an asset', input: One, output: Asset },
    ({ actor, input }) => getAsset(actor, input.id),
  ),
  edit: operation(
    'PATCH /assets/{id}',
    { permission: 'asset.edit', tag, summary: 'Edit an asset', input: AssetEdit, output: Asset },
    async ({ actor, input, context }) => {
      await editAsset(actor, actOf(context), input);
      return getAsset(actor, input.id);
    },
  ),
  retire: operation(
    'POST /assets/{id}/retire',
    { permission: 'asset.retire', tag, summary: 'Retire an asset', input: One, output: Asset },
    async ({ actor, input, context }) => {
      await setStatus(actor, actOf(context), input.id, 'retired');
      return getAsset(actor, input.id);
    },
  ),
  restore: operation(
    'POST /assets/{id}/restore',
    { permission: 'asset.retire', tag, summary: 'Restore a retired asset', input: One, output: Asset },
    async ({ actor, input, context }) => {
      await setStatus(actor, actOf(context), input.id, 'active');
      return getAsset(actor, input.id);
    },
  ),
  move: operation(
    'POST /assets/{id}/move',
    {
      permission: 'asset.move',
      tag,
      summary: 'Move an asset to another team',
      input: z.strictObject({ id: Id, version: z.number().int(), teamId: Id }),
      output: Asset,
    },
    async ({ actor, input, context }) => {
      await moveAsset(actor, actOf(context), input);
      return getAsset(actor, input.id);
    },
  ),
  duplicate: operation(
    'POST /assets/{id}/duplicate',
    { permission: 'asset.create', tag, summary: 'Duplicate an asset, without its versions', input: One, output: One, status: 201 },
    ({ actor, input, context }) => duplicateAsset(actor, actOf(context), input.id),
  ),
  activity: operation(
    'GET /assets/{id}/activity',
    {
      permission: 'asset.read',
      tag,
      summary: 'What happened to an asset, newest first',
      input: One.extend({ after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
      output: Activity,
    },
    ({ actor, input }) => listActivity(actor, input),
  ),
  bulk: operation(
    'POST /assets/bulk',
    { permission: 'asset.edit', tag, summary: 'Change many assets at once', input: BulkInput, output: BulkReport },
    ({ actor, input, context }) => changeAssets(actor, actOf(context), input.ids, input.change, now()),
  ),
  undo: operation(
    'POST /assets/bulk/{operationId}/undo',
    {
      permission: 'asset.edit',
      tag,
      summary: 'Undo a bulk change within ten minutes',
      input: z.strictObject({ operationId: Id }),
      output: BulkReport,
    },
    ({ actor, input, context }) => undoChange(actor, actOf(context), input.operationId, now()),
  ),
};
