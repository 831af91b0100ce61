import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { parseListState } from '#components/data/list/list-state.ts';
import { Board } from '#components/gates/board.tsx';
import { boardInput, boardVocabulary } from '#components/gates/board-definition.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { stages } from '#lib/assets/rules.ts';
import { gateOperations } from '#lib/gates/procedures.ts';

export const metadata: Metadata = { title: 'Gates' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Cards of a column that the page brings along. */
const first = 12;

export default async function GatesPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Gates" />;
  const state = parseListState(await searchParams, boardVocabulary);
  const context = await pageContext();
  const query = boardInput(state);
  try {
    const [counts, names, ...columns] = await Promise.all([
      call(gateOperations.counts, query, { context }),
      call(assetOperations.names, { owner: query.owner, team: query.team }, { context }),
      ...stages.map((stage) => call(gateOperations.column, { ...query, stage, limit: first }, { context })),
    ]);
    const [collect, validate, develop, deploy, monitor, change] = columns;
    if (!collect || !validate || !develop || !deploy || !monitor || !change) throw new Error('A stage is missing.');
    return <Board state={state} columns={{ collect, validate, develop, deploy, monitor, change }} counts={counts.counts} names={names} />;
  } catch (error) {
    const told = toAppError(error, context.requestId);
    return <ErrorState title="The board cannot be shown">{told.message}</ErrorState>;
  }
}
