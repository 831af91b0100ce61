import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoTeam } from '#components/access/no-team.tsx';
import { unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { packRows } from '#components/data/list/packed-rows.ts';
import { filterInput, listInput } from '#components/risks/list-input.ts';
import { type ListedRisk, riskDefinition } from '#components/risks/risk-definition.tsx';
import { RiskList } from '#components/risks/risk-list.tsx';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';

export const metadata: Metadata = { title: 'Risks' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RisksPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, riskDefinition);
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Risks" />;
  const context = await pageContext();
  const { owner, team, threat, asset } = filterInput(state);
  const nameless = { owner: {}, team: {}, threat: {}, asset: {} };
  const views = state.view ? call(viewOperations.list, { list: 'risks' }, { context }) : { views: [] };
  const loaded = await Promise.all([
    call(riskOperations.list, listInput(state), { context }),
    owner || team || threat || asset ? call(riskOperations.names, { owner, team, threat, asset }, { context }) : nameless,
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, names: nameless, error: toAppError(error, context.requestId) }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  // A page of a list that is no more, or of another order: the first page is what was meant.
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/risks', { ...state, cursor: null }, riskDefinition));
  return (
    <RiskList
      state={state}
      rows={packRows(loaded.page.rows.map(({ assetId: _a, assetKey: _k, threat: _t, team: _m, ...row }): ListedRisk => row))}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      error={error && (unknownValues(state, fields, riskDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
      may={{
        assess: canSomewhere(actor, 'risk.assess'),
        review: canSomewhere(actor, 'review.request'),
        export: canSomewhere(actor, 'asset.export'),
        register: canSomewhere(actor, 'asset.create'),
      }}
    />
  );
}
