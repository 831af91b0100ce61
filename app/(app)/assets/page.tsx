import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoTeam } from '#components/access/no-team.tsx';
import { assetDefinition, type ListedAsset } from '#components/assets/asset-definition.tsx';
import { AssetList } from '#components/assets/asset-list.tsx';
import { filterInput, listInput, unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { packRows } from '#components/data/list/packed-rows.ts';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { postureDigits } from '#lib/assets/rules.ts';

export const metadata: Metadata = { title: 'Assets' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AssetsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, assetDefinition);
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Assets" />;
  const context = await pageContext();
  const { owner, team } = filterInput(state);
  const nameless = { owner: {}, team: {} };
  const views = state.view ? call(viewOperations.list, { list: 'assets' }, { context }) : { views: [] };
  const loaded = await Promise.all([
    call(assetOperations.list, listInput(state), { context }),
    owner || team ? call(assetOperations.names, { owner, team }, { context }) : nameless,
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, names: nameless, error: toAppError(error, context.requestId) }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  // A page of a list that is no more, or of another order: the first page is what was meant.
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/assets', { ...state, cursor: null }, assetDefinition));
  return (
    <AssetList
      state={state}
      rows={packRows(loaded.page.rows.map(({ levels: each, ...row }): ListedAsset => ({ ...row, posture: postureDigits(each) })))}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      error={error && (unknownValues(state, fields, assetDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
      may={{
        create: canSomewhere(actor, 'asset.create'),
        import: canSomewhere(actor, 'asset.import'),
        export: canSomewhere(actor, 'asset.export'),
        edit: canSomewhere(actor, 'asset.edit'),
        move: canSomewhere(actor, 'asset.move'),
        retire: canSomewhere(actor, 'asset.retire'),
        safeguard: canSomewhere(actor, 'safeguard.edit'),
        review: canSomewhere(actor, 'review.request'),
      }}
    />
  );
}
