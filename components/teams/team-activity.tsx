'use client';

import { useState } from 'react';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { Timeline } from '#components/data/detail/timeline.tsx';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { TeamActivity } from '#lib/access/teams/activity/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.ts';

/** What happened in a team, newest first; older events are fetched on request. */
export function TeamActivityList({ id, first }: { id: string; first: TeamActivity }) {
  const timeZone = useViewerTimeZone();
  const [older, setOlder] = useState<readonly TeamActivity[]>([]);
  const [busy, setBusy] = useState(false);
  const pages = [first, ...older];
  const next = pages.at(-1)?.next ?? null;

  async function loadMore() {
    if (!next) return;
    setBusy(true);
    try {
      setOlder([...older, await request('GET /teams/{id}/activity', { id, after: next })]);
    } catch (error) {
      showToast('Older activity could not be loaded.', {
        tone: 'danger',
        detail: error instanceof RequestError ? error.message : undefined,
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <DetailBody>
      <h2 className="sr-only">Activity</h2>
      <div className="max-w-3xl">
        <Timeline events={pages.flatMap((page) => timelineEvents(page.entries, { roles: page.roles, timeZone }))} />
        {next && (
          <Button className="mt-5" busy={busy} onClick={loadMore}>
            Load more
          </Button>
        )}
      </div>
    </DetailBody>
  );
}
