'use client';

import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Activity } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { reviewEvents } from './activity-events.tsx';

/** What people did in a review. */
export function ReviewActivity({ id, first }: { id: string; first: Activity }) {
  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      {first.entries.length === 0 ? (
        <EmptyState title="Nothing has happened yet">Who asked, answered, decided and said something stands here, with when.</EmptyState>
      ) : (
        <PagedTimeline first={first} more={(after) => request('GET /reviews/{id}/activity', { id, after })} eventsOf={reviewEvents} />
      )}
    </DetailBody>
  );
}
