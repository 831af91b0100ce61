import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoTeam } from '#components/access/no-team.tsx';
import { unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { packRows } from '#components/data/list/packed-rows.ts';
import { filterInput, listInput } from '#components/safeguards/list-input.ts';
import { type ListedSafeguard, safeguardDefinition } from '#components/safeguards/safeguard-definition.tsx';
import { SafeguardList } from '#components/safeguards/safeguard-list.tsx';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { safeguardListOperations } from '#lib/risks/safeguards/list/procedures.ts';

export const metadata: Metadata = { title: 'Safeguards' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SafeguardsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, safeguardDefinition);
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Safeguards" />;
  const context = await pageContext();
  const { owner, team, control, threat, asset } = filterInput(state);
  const nameless = { owner: {}, team: {}, control: {}, threat: {}, asset: {} };
  const views = state.view ? call(viewOperations.list, { list: 'safeguards' }, { context }) : { views: [] };
  const loaded = await Promise.all([
    call(safeguardListOperations.list, listInput(state), { context }),
    owner || team || control || threat || asset
      ? call(safeguardListOperations.names, { owner, team, control, threat, asset }, { context })
      : nameless,
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, names: nameless, error: toAppError(error, context.requestId) }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  // A page of a list that is no more, or of another order: the first page is what was meant.
  if (state.cursor && (fields['after'] || fields['before']))
    redirect(listHref('/safeguards', { ...state, cursor: null }, safeguardDefinition));
  return (
    <SafeguardList
      state={state}
      rows={packRows(loaded.page.rows.map(({ assetId: _, ...row }): ListedSafeguard => row))}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      error={error && (unknownValues(state, fields, safeguardDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
      may={{
        edit: canSomewhere(actor, 'safeguard.edit'),
        verify: canSomewhere(actor, 'safeguard.verify'),
        review: canSomewhere(actor, 'review.request'),
        export: canSomewhere(actor, 'asset.export'),
      }}
    />
  );
}
