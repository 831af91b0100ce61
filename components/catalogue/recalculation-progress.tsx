'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { request } from '#lib/client.ts';
import type { Recalculation } from '#lib/risks/posture/recalculation/schema.ts';

const everyMilliseconds = 1000;
const isUnderWay = ({ status }: Recalculation) => status === 'waiting' || status === 'running';

/** How far the latest recalculation is, asked again each second while it goes on; nothing where none does. Pages are drawn anew when it ends. */
export function RecalculationProgress({ latest }: { latest: Recalculation | null }) {
  const router = useRouter();
  const [shown, setShown] = useState(latest);
  const [seen, setSeen] = useState(latest);
  if (seen !== latest) {
    setSeen(latest);
    setShown(latest);
  }
  const id = shown && isUnderWay(shown) ? shown.id : null;
  useEffect(() => {
    if (!id) return;
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      // A moment without the server is no end of it: the next question follows.
      const next = await request('GET /recalculations/{id}', { id }, { signal: aborter.signal }).catch(() => null);
      if (aborter.signal.aborted) return;
      if (next) setShown(next);
      if (next && !isUnderWay(next)) router.refresh();
      else timer = setTimeout(ask, everyMilliseconds);
    };
    timer = setTimeout(ask, everyMilliseconds);
    return () => {
      aborter.abort();
      clearTimeout(timer);
    };
  }, [id, router]);
  if (shown?.status === 'failed')
    return (
      <div className="px-4 pt-3 md:px-6">
        <Callout tone="warning" title="Levels could not all be worked out again">
          {shown.error}
        </Callout>
      </div>
    );
  if (!shown || !isUnderWay(shown)) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b bg-sunken px-4 py-2 text-sm md:px-6" aria-live="polite">
      <span className="font-medium">{shown.status === 'waiting' ? 'Levels wait to be worked out again' : 'Working out levels again'}</span>
      <span className="min-w-40 max-w-sm flex-1">
        <ProgressBar label="Assets worked out again" value={shown.total > 0 ? shown.done / shown.total : undefined} />
      </span>
      <span className="text-muted tabular-nums">
        {shown.done.toLocaleString('en-GB')} of {shown.total.toLocaleString('en-GB')} assets
        {shown.moved > 0 && `, ${shown.moved.toLocaleString('en-GB')} moved`}
      </span>
    </div>
  );
}
