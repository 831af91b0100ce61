'use client';

import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { TeamActivity } from '#lib/access/teams/activity/schema.ts';
import { request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.ts';

/** What happened in a team. */
export function TeamActivityList({ id, first }: { id: string; first: TeamActivity }) {
  const timeZone = useViewerTimeZone();
  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      <PagedTimeline
        first={first}
        more={(after) => request('GET /teams/{id}/activity', { id, after })}
        eventsOf={({ entries, roles }) => timelineEvents(entries, { roles, timeZone })}
      />
    </DetailBody>
  );
}
