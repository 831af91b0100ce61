import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NoTeam } from '#components/access/no-team.tsx';
import { unknownValues } from '#components/assets/list-input.ts';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { packRows } from '#components/data/list/packed-rows.ts';
import { filterInput, listInput } from '#components/reviews/list-input.ts';
import { type ListedReview, reviewDefinition } from '#components/reviews/review-definition.tsx';
import { ReviewList } from '#components/reviews/review-list.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { toSavedView } from '#components/views/saved-views.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';
import { reviewListOperations } from '#lib/reviews/list/procedures.ts';

export const metadata: Metadata = { title: 'Reviews' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ReviewsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, reviewDefinition);
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Reviews" />;
  const context = await pageContext();
  const { team, reviewer, requester, asset, template } = filterInput(state);
  const nameless = { team: {}, reviewer: {}, requester: {}, asset: {}, template: {} };
  const named = team || reviewer || requester || asset || template;
  const views = state.view ? call(viewOperations.list, { list: 'reviews' }, { context }) : { views: [] };
  const loaded = await Promise.all([
    call(reviewListOperations.list, listInput(state), { context }),
    named ? call(reviewListOperations.names, { team, reviewer, requester, asset, template }, { context }) : nameless,
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, names: nameless, error: toAppError(error, context.requestId) }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  // A page of a list that is no more, or of another order: the first page is what was meant.
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/reviews', { ...state, cursor: null }, reviewDefinition));
  return (
    <ReviewList
      state={state}
      rows={packRows(
        loaded.page.rows.map(
          ({ assetId: _a, template: _t, reviewers, ...row }): ListedReview => ({
            ...row,
            reviewers: reviewers.join(', '),
            dueDay: formatDay(new Date(row.dueAt), actor.timeZone, actor.locale),
          }),
        ),
      )}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      error={error && (unknownValues(state, fields, reviewDefinition.filters) ?? error.message)}
      refused={error?.code === 'invalid'}
      may={{
        request: canSomewhere(actor, 'review.request'),
        decide: canSomewhere(actor, 'review.decide'),
        manage: canSomewhere(actor, 'review.manage'),
        export: canSomewhere(actor, 'asset.export'),
      }}
    />
  );
}
