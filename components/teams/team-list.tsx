'use client';

import type { ListPageCursors, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import type { ListState } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { TeamRow } from '#lib/access/teams/schema.ts';
import { request } from '#lib/client.ts';
import { CreateTeam } from './create-team.tsx';
import { filterInput } from './list-input.ts';
import { everyTeamDefinition, teamDefinition } from './team-definition.tsx';

export interface TeamListProps {
  state: ListState;
  rows: readonly TeamRow[];
  page: ListPageCursors;
  mayCreate: boolean;
  error?: string;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total } = await request('GET /teams/total', filterInput(state), { signal });
  return { count: total, capped: false };
}

/** The teams that the viewer sees: who leads them, how many are in them, what they hold. */
export function TeamList({ state, rows, page, mayCreate, error }: TeamListProps) {
  return (
    <ListPage
      definition={mayCreate ? everyTeamDefinition : teamDefinition}
      state={state}
      rows={rows}
      page={page}
      error={error}
      loadTotal={error ? undefined : loadTotal}
      primaryAction={mayCreate ? <CreateTeam /> : <LinkButton href="/access/requests/new">Ask for access</LinkButton>}
    />
  );
}
