'use client';

import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import type { Activity } from '#lib/risks/safeguards/schema.ts';
import { timelineEvents } from './activity-events.ts';

/** What happened to a safeguard. */
export function SafeguardActivity({ id, first }: { id: string; first: Activity }) {
  const timeZone = useViewerTimeZone();
  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      <PagedTimeline
        first={first}
        more={(after) => request('GET /safeguards/{id}/activity', { id, after })}
        eventsOf={({ entries, names }) => timelineEvents(entries, { names, timeZone })}
      />
    </DetailBody>
  );
}
