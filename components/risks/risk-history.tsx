'use client';

import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import type { TimelineChange, TimelineEvent } from '#components/data/detail/timeline.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { request } from '#lib/client.ts';
import { causeWords } from '#lib/risks/register/history/rules.ts';
import type { RiskHistory as History, RiskHistoryEntry } from '#lib/risks/register/page/schema.ts';
import { product } from '#lib/risks/register/rules.ts';

const valuesOf = ({ likelihood, impact }: RiskHistoryEntry['before']) => (likelihood ? product(likelihood, impact) : null);

function toEvent({ id, at, actorName, cause, before, after, differences, treatedAfter }: RiskHistoryEntry): TimelineEvent {
  const changes: TimelineChange[] = [];
  if (valuesOf(before) !== valuesOf(after))
    changes.push({ field: 'Likelihood × impact', before: valuesOf(before), after: valuesOf(after) });
  for (const { part, before: was, after: is } of differences) changes.push({ field: part, before: was, after: is });
  return {
    id,
    at,
    actor: actorName,
    what: (
      <>
        {causeWords(cause)}:{' '}
        {before.level === after.level ? (
          <>
            still <LevelMark state={after.level} />
          </>
        ) : (
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <span className="sr-only">from</span>
            <LevelMark state={before.level} />
            <ArrowRight className="size-3.5 text-faint" aria-hidden="true" />
            <span className="sr-only">to</span>
            <LevelMark state={after.level} />
          </span>
        )}
      </>
    ),
    changes,
    note: treatedAfter === null ? undefined : `Treated after ${treatedAfter} ${treatedAfter === 1 ? 'day' : 'days'} open.`,
  };
}

/** Each change of the level or the values: when, by whom, through what, and in which parts of the facts. */
export function RiskHistory({ id, first, appeared }: { id: string; first: History; appeared: ReactNode }) {
  return (
    <DetailBody>
      <h2 className="sr-only">History</h2>
      {first.entries.length === 0 ? (
        <EmptyState title="It has not moved yet">
          Every change of its level, likelihood or impact stands here, with what caused it.
        </EmptyState>
      ) : (
        <PagedTimeline
          first={first}
          more={(after) => request('GET /risks/{id}/history', { id, after })}
          eventsOf={({ entries }) => entries.map(toEvent)}
        />
      )}
      <p className="mt-5 text-muted text-sm">{appeared}</p>
    </DetailBody>
  );
}
