import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

export interface TimelineChange {
  field: string;
  before: ReactNode;
  after: ReactNode;
}

export interface TimelineEvent {
  id: string;
  /** ISO 8601. */
  at: string;
  /** Who did it; null for Gatehouse itself. */
  actor: string | null;
  /** In the past tense, after the actor's name: "set the owner". */
  what: ReactNode;
  changes?: readonly TimelineChange[];
  note?: ReactNode;
}

const absent = <span className="text-faint">nothing</span>;

/** What happened, newest first as given, with each field before and after. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="flex flex-col">
      {events.map((event) => (
        <li key={event.id} className="group relative flex gap-3 pb-5 text-sm last:pb-0">
          <span aria-hidden="true" className="absolute top-6 bottom-0 left-2.5 w-px bg-line group-last:hidden" />
          <Avatar name={event.actor ?? 'Gatehouse'} />
          <div className="min-w-0 flex-1">
            <p>
              <span className="font-medium">{event.actor ?? 'Gatehouse'}</span> {event.what}{' '}
              <span className="text-muted">
                <span aria-hidden="true">· </span>
                <RelativeTime value={event.at} />
              </span>
            </p>
            {event.changes && event.changes.length > 0 && (
              <dl className="mt-1 grid grid-cols-[minmax(5rem,max-content)_1fr] gap-x-4 gap-y-0.5">
                {event.changes.map((change) => (
                  <div key={change.field} className="col-span-2 grid grid-cols-subgrid">
                    <dt className="text-muted">{change.field}</dt>
                    <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
                      <span className="sr-only">from</span>
                      <span className="min-w-0 break-words text-muted">{change.before ?? absent}</span>
                      <ArrowRight className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
                      <span className="sr-only">to</span>
                      <span className="min-w-0 break-words">{change.after ?? absent}</span>
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {event.note && <div className="mt-1 max-w-[72ch] text-muted">{event.note}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
