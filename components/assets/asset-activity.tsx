'use client';

import { useState } from 'react';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { Timeline } from '#components/data/detail/timeline.tsx';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Activity } from '#lib/assets/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.ts';

/** What happened to an asset, newest first; older events are fetched on request. */
export function AssetActivity({ id, first }: { id: string; first: Activity }) {
  const [older, setOlder] = useState<readonly Activity[]>([]);
  const [busy, setBusy] = useState(false);
  const pages = [first, ...older];
  const next = pages.at(-1)?.next ?? null;

  async function loadMore() {
    if (!next) return;
    setBusy(true);
    try {
      const page = await request('GET /assets/{id}/activity', { id, after: next });
      setOlder([...older, page]);
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
        <Timeline events={pages.flatMap((page) => timelineEvents(page.entries, page.names))} />
        {next && (
          <Button className="mt-5" busy={busy} onClick={loadMore}>
            Load more
          </Button>
        )}
      </div>
    </DetailBody>
  );
}
