import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { NoTeam } from '#components/access/no-team.tsx';
import { weeksOf } from '#components/work/days.ts';
import { packPage } from '#components/work/packed-page.ts';
import { parseWorkState, workViewCookie } from '#components/work/state.ts';
import { WorkBoard } from '#components/work/work-board.tsx';
import { WorkCalendar } from '#components/work/work-calendar.tsx';
import { WorkTable } from '#components/work/work-table.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { workOperations } from '#lib/insights/work/procedures.ts';
import { now } from '#lib/platform/clock.ts';
import { dayOf } from '#lib/platform/day-rules.ts';

export const metadata: Metadata = { title: 'My work' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What stands at first. What can be claimed, the other columns and the rest of a month are asked for after it. */
const shown = { table: 25, column: 15, month: 25 };

export default async function WorkPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="My work" />;
  const [params, jar, context] = [await searchParams, await cookies(), await pageContext()];
  const at = now();
  const today = dayOf(at.toISOString(), actor.timeZone);
  const state = parseWorkState(params, jar.get(workViewCookie)?.value, at, actor.timeZone);
  const { view, part, month } = state;
  const only = part ? { part } : {};
  if (view === 'board') {
    const waiting = await call(workOperations.list, { part: 'waiting', limit: shown.column }, { context });
    return <WorkBoard state={state} waiting={packPage(waiting)} limit={shown.column} />;
  }
  if (view === 'calendar') {
    const days = weeksOf(month).flat();
    const within = { part: part ?? 'waiting', from: days[0], to: days.at(-1) } as const;
    const first = await call(workOperations.list, { ...within, limit: shown.month }, { context });
    return <WorkCalendar key={`${month} ${part}`} state={state} first={packPage(first)} today={today} />;
  }
  const first = await call(workOperations.list, { ...only, limit: shown.table }, { context });
  return <WorkTable key={part} state={state} first={packPage(first)} today={today} />;
}
