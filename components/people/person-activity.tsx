'use client';

import { PagedTimeline } from '#components/data/detail/paged-timeline.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { PersonActivity as Activity } from '#lib/access/users/page/schema.ts';
import { request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.tsx';

export interface PersonActivityProps {
  id: string;
  of: 'by' | 'on';
  first: Activity;
}

/** What a person did, or what was done to their account. */
export function PersonActivity({ id, of, first }: PersonActivityProps) {
  const home = `/people/${id}/activity`;
  return (
    <div className="px-4 py-4 md:px-6">
      <h2 className="sr-only">Activity</h2>
      <Tabs
        label="Whose activity"
        className="mb-5"
        tabs={[
          { href: home, label: 'What they did', current: of === 'by' },
          { href: `${home}?of=on`, label: 'On their account', current: of === 'on' },
        ]}
      />
      {first.entries.length === 0 ? (
        <EmptyState size="part" title="Nothing yet">
          {of === 'by' ? 'They have not changed anything that you can see.' : 'Nothing has happened to this account yet.'}
        </EmptyState>
      ) : (
        <PagedTimeline
          key={of}
          first={first}
          more={(after) => request('GET /people/{id}/activity', { id, of, after })}
          eventsOf={({ entries, names }) => timelineEvents(entries, names, of)}
        />
      )}
    </div>
  );
}
