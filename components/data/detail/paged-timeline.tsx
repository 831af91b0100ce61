'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { Timeline, type TimelineEvent } from './timeline.tsx';

export interface PagedTimelineProps<P extends { next: string | null }> {
  first: P;
  /** Fetches the page after this cursor. */
  more: (after: string) => Promise<P>;
  eventsOf: (page: P) => readonly TimelineEvent[];
}

/** What happened, newest first; older events are fetched on request. */
export function PagedTimeline<P extends { next: string | null }>({ first, more, eventsOf }: PagedTimelineProps<P>) {
  const [older, setOlder] = useState<readonly P[]>([]);
  const [busy, setBusy] = useState(false);
  const pages = [first, ...older];
  const next = pages.at(-1)?.next ?? null;

  async function loadMore(after: string) {
    setBusy(true);
    try {
      setOlder([...older, await more(after)]);
    } catch (error) {
      showToast('Older activity could not be loaded.', {
        tone: 'danger',
        detail: error instanceof Error ? error.message : undefined,
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="max-w-3xl">
      <Timeline events={pages.flatMap(eventsOf)} />
      {next && (
        <Button className="mt-5" busy={busy} onClick={() => loadMore(next)}>
          Load more
        </Button>
      )}
    </div>
  );
}
