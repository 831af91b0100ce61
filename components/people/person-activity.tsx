'use client';

import { useState } from 'react';
import { Timeline } from '#components/data/detail/timeline.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { PersonActivity as Activity } from '#lib/access/users/page/schema.ts';
import { RequestError, request } from '#lib/client.ts';
import { timelineEvents } from './activity-events.tsx';

export interface PersonActivityProps {
  id: string;
  of: 'by' | 'on';
  first: Activity;
}

/** What a person did, or what was done to their account, newest first; older events are fetched on request. */
export function PersonActivity({ id, of, first }: PersonActivityProps) {
  const [older, setOlder] = useState<readonly Activity[]>([]);
  const [busy, setBusy] = useState(false);
  const pages = [first, ...older];
  const next = pages.at(-1)?.next ?? null;

  async function loadMore() {
    if (!next) return;
    setBusy(true);
    try {
      const page = await request('GET /people/{id}/activity', { id, of, after: next });
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
          {of === 'by' ? 'They have changed nothing that you may see.' : 'Nothing was done to this account yet.'}
        </EmptyState>
      ) : (
        <div className="max-w-3xl">
          <Timeline events={pages.flatMap((page) => timelineEvents(page.entries, page.names, of))} />
          {next && (
            <Button className="mt-5" busy={busy} onClick={loadMore}>
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
