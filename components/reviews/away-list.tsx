'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Delegation, Delegations } from '#lib/reviews/delegations/schema.ts';

const states = { waiting: 'Begins later', active: 'In force', ended: 'Over' } as const;

/** Who decides in the viewer's place and when, and for whom the viewer does. */
export function AwayList({ delegations: { given, taken } }: { delegations: Delegations }) {
  const router = useRouter();
  const [ending, setEnding] = useState<Delegation | null>(null);
  if (given.length + taken.length === 0) return null;
  return (
    <ul className="mb-6 flex flex-col divide-y border-b text-sm">
      {[...given.map((each) => ({ each, mine: true })), ...taken.map((each) => ({ each, mine: false }))].map(({ each, mine }) => (
        <li key={each.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
          <div className="min-w-0 flex-1">
            <p>
              {mine ? (
                <>
                  <span className="font-medium">{each.to.name}</span> decides for you
                </>
              ) : (
                <>
                  You decide for <span className="font-medium">{each.from.name}</span>
                </>
              )}
            </p>
            <p className="text-muted text-xs">
              <DayTime value={each.fromAt} /> to <DayTime value={new Date(new Date(each.untilAt).getTime() - 1).toISOString()} />
              {each.seats > 0 && `, ${each.seats} ${each.seats === 1 ? 'review' : 'reviews'} waiting`}
              {each.note && `, “${each.note}”`}
            </p>
          </div>
          <Badge tone={each.state === 'active' ? 'accent' : 'neutral'}>{states[each.state]}</Badge>
          {mine && each.state !== 'ended' && (
            <Button size="sm" onClick={() => setEnding(each)}>
              End
            </Button>
          )}
        </li>
      ))}
      <li className="hidden">
        <ConfirmDialog
          open={ending !== null}
          onOpenChange={() => setEnding(null)}
          title={`End what ${ending?.to.name ?? 'they'} does for you?`}
          confirmLabel="End"
          onConfirm={async () => {
            if (!ending) return;
            await request('DELETE /delegations/{id}', { id: ending.id });
            showToast('Ended.', { tone: 'good' });
            router.refresh();
          }}
        >
          New reviews come to you again. What waits for them and is not decided comes back to you.
        </ConfirmDialog>
      </li>
    </ul>
  );
}
