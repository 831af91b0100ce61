'use client';

import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import type { Activity } from '#lib/assets/schema.ts';
import { request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.ts';

/** What happened to an asset. */
export function AssetActivity({ id, first }: { id: string; first: Activity }) {
  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      <PagedTimeline
        first={first}
        more={(after) => request('GET /assets/{id}/activity', { id, after })}
        eventsOf={({ entries, names }) => timelineEvents(entries, names)}
      />
    </DetailBody>
  );
}
