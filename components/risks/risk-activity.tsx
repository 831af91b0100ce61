'use client';

import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Activity } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { riskEvents } from './activity-events.tsx';

/** What people did to a risk. */
export function RiskActivity({ id, first }: { id: string; first: Activity }) {
  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      {first.entries.length === 0 ? (
        <EmptyState title="Nobody has done anything with it yet">
          Assessments, treatments, owners and due dates stand here, with who set them. What moved its level stands in the history.
        </EmptyState>
      ) : (
        <PagedTimeline first={first} more={(after) => request('GET /risks/{id}/activity', { id, after })} eventsOf={riskEvents} />
      )}
    </DetailBody>
  );
}
