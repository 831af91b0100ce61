import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { acceptanceDefinition } from '#components/acceptances/acceptance-definition.tsx';
import { AcceptanceList } from '#components/acceptances/acceptance-list.tsx';
import { filterInput, listInput } from '#components/acceptances/list-input.ts';
import { NoTeam } from '#components/access/no-team.tsx';
import { unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { formatDay } from '#components/ui/time-format.ts';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';

export const metadata: Metadata = { title: 'Acceptances' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AcceptancesPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Acceptances" />;
  const state = parseListState(await searchParams, acceptanceDefinition);
  const context = await pageContext();
  const { team, requester, asset } = filterInput(state);
  const views = call(viewOperations.list, { list: 'acceptances' }, { context });
  const loaded = await Promise.all([
    call(acceptanceOperations.list, listInput(state), { context }),
    call(acceptanceOperations.names, { team, requester, asset }, { context }),
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({
      page: { rows: [], next: null, previous: null },
      names: { team: {}, requester: {}, asset: {} },
      error: toAppError(error, context.requestId),
    }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  if (state.cursor && (fields['after'] || fields['before']))
    redirect(listHref('/acceptances', { ...state, cursor: null }, acceptanceDefinition));
  return (
    <AcceptanceList
      state={state}
      rows={loaded.page.rows.map(({ riskId: _risk, assetId: _asset, ...row }) => ({
        ...row,
        untilDay: formatDay(new Date(row.until), actor.timeZone, actor.locale),
      }))}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      may={{
        decide: canSomewhere(actor, 'acceptance.decide'),
        review: canSomewhere(actor, 'review.request'),
        export: canSomewhere(actor, 'asset.export'),
      }}
      error={error && (unknownValues(state, fields, acceptanceDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
    />
  );
}
