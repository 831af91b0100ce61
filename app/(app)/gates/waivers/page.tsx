import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoTeam } from '#components/access/no-team.tsx';
import { unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { waiverDefinition } from '#components/gates/waiver-definition.tsx';
import { filterInput, listInput } from '#components/gates/waiver-input.ts';
import { WaiverList } from '#components/gates/waiver-list.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { waiverOperations } from '#lib/gates/waivers/procedures.ts';

export const metadata: Metadata = { title: 'Waivers' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WaiversPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Waivers" />;
  const state = parseListState(await searchParams, waiverDefinition);
  const context = await pageContext();
  const { team, requester, asset } = filterInput(state);
  const views = call(viewOperations.list, { list: 'waivers' }, { context });
  const loaded = await Promise.all([
    call(waiverOperations.list, listInput(state), { context }),
    call(waiverOperations.names, { team, requester, asset }, { context }),
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
    redirect(listHref('/gates/waivers', { ...state, cursor: null }, waiverDefinition));
  return (
    <WaiverList
      state={state}
      rows={loaded.page.rows.map(({ assetId: _asset, ...row }) => ({
        ...row,
        untilDay: formatDay(new Date(row.until), actor.timeZone, actor.locale),
      }))}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      mayDecide={canSomewhere(actor, 'waiver.decide')}
      error={error && (unknownValues(state, fields, waiverDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
    />
  );
}
