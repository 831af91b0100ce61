'use client';

import { useEffect, useState } from 'react';
import { request } from '#lib/client.ts';
import type { SchedulePreview as Preview, SchedulePreviewInput } from '#lib/reviews/schedules/schema.ts';
import { TimesList } from './times-list.tsx';

type Shown = { preview: Preview } | { failure: string } | null;
const pause = 300;

/** When a schedule would come round and what it would ask about today, while it is written. */
export function SchedulePreview({ about, people }: { about: SchedulePreviewInput; people: boolean }) {
  const [shown, setShown] = useState<Shown>(null);
  const asked = JSON.stringify(about);
  useEffect(() => {
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      request('POST /reviews/schedule-previews', JSON.parse(asked) as SchedulePreviewInput, { signal: aborter.signal }).then(
        (preview) => setShown({ preview }),
        (error: unknown) => {
          if (!aborter.signal.aborted) setShown({ failure: error instanceof Error ? error.message : 'No preview could be made.' });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [asked]);
  return (
    <section aria-label="Preview" aria-live="polite" className="flex flex-col gap-3 rounded-md bg-sunken p-4 text-sm">
      <h2 className="font-semibold">What it would do</h2>
      {shown === null && <p className="text-muted">Reckoning…</p>}
      {shown && 'failure' in shown && <p className="text-muted">{shown.failure}</p>}
      {shown && 'preview' in shown && <Told preview={shown.preview} timeZone={about.timeZone} people={people} />}
    </section>
  );
}

function Told({
  preview: { words, times, matching, examples, problems },
  timeZone,
  people,
}: {
  preview: Preview;
  timeZone: string;
  people: boolean;
}) {
  const found = people ? (matching === 1 ? 'member of the team' : 'members of the team') : matching === 1 ? 'asset' : 'assets';
  return (
    <>
      {Object.entries(problems).map(([field, message]) => (
        <p key={field} className="text-critical-ink">
          {message}
        </p>
      ))}
      {times.length > 0 && (
        <div>
          <p className="font-medium">{words}</p>
          <TimesList times={times} timeZone={timeZone} />
        </div>
      )}
      {!problems.filter && !problems.template && (
        <p>
          By what it finds today it would ask about <strong className="font-semibold">{matching.toLocaleString('en-GB')}</strong> {found}
          {examples.length > 0 && (
            <span className="text-muted">
              : {examples.join(', ')}
              {matching > examples.length && ' and others'}
            </span>
          )}
          .
        </p>
      )}
    </>
  );
}
