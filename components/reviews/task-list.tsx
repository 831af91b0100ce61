'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Condition } from '#lib/reviews/schema.ts';

/** What an approval demands, by whom and until when. Whoever owns a condition ticks it off. */
export function TaskList({ reviewId, tasks }: { reviewId: string; tasks: readonly Condition[] }) {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);

  async function turn(task: Condition) {
    setBusy(task.id);
    try {
      const input = { id: reviewId, task: task.id, version: task.version };
      await (task.doneAt
        ? request('POST /reviews/{id}/tasks/{task}/undone', input)
        : request('POST /reviews/{id}/tasks/{task}/done', input));
      showToast(task.doneAt ? 'To be done again.' : 'Done.', { tone: 'good' });
    } catch (thrown) {
      showToast('It could not be changed.', { tone: 'danger', detail: readFormError(thrown).message });
    } finally {
      setBusy(null);
      router.refresh();
    }
  }

  return (
    <ul className="flex flex-col divide-y">
      {tasks.map((task) => (
        <li key={task.id} className="flex items-start gap-2.5 py-2 text-sm">
          <Checkbox
            aria-label={`Done: ${task.title}`}
            checked={task.doneAt !== null}
            disabled={!task.mayChange || busy !== null}
            onChange={() => turn(task)}
            className="-mt-0.5"
          />
          <div className="min-w-0 flex-1">
            <p className={task.doneAt ? 'text-muted line-through' : 'font-medium'}>{task.title}</p>
            <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-muted text-xs">
              <span>{task.owner.name}</span>
              {task.doneAt ? (
                <span>
                  done by {task.doneBy?.name ?? 'somebody'}, <RelativeTime value={task.doneAt} />
                </span>
              ) : (
                <span className={new Date(task.dueAt) < new Date() ? 'font-medium text-critical-ink' : undefined}>
                  until <DayTime value={task.dueAt} />
                </span>
              )}
              {task.missedAt && <Badge tone="danger">Missed: the review was opened again</Badge>}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
