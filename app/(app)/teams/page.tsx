import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { filterInput } from '#components/teams/list-input.ts';
import { teamDefinition } from '#components/teams/team-definition.tsx';
import { TeamList } from '#components/teams/team-list.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { teamSorts } from '#lib/access/teams/rules.ts';
import { heldTeamOperations } from '#lib/composition.ts';

export const metadata: Metadata = { title: 'Teams' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TeamsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, teamDefinition);
  const actor = await requireActor();
  const context = await pageContext();
  const sort = teamSorts.find((each) => each === state.sort);
  const loaded = await call(heldTeamOperations.page, { ...filterInput(state), ...state.cursor, sort }, { context }).then(
    (page) => ({ page, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, error: toAppError(error, context.requestId) }),
  );
  const fields = loaded.error?.details.fields ?? {};
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/teams', { ...state, cursor: null }, teamDefinition));
  return (
    <TeamList
      state={state}
      rows={loaded.page.rows}
      page={loaded.page}
      mayCreate={canEverywhere(actor, 'team.manage')}
      error={loaded.error?.message}
    />
  );
}
