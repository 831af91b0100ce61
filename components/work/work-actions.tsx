'use client';

import { Check, Hand } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { WorkItem } from '#lib/insights/work/schema.ts';
import { type Acting, workKey } from './use-work.ts';

/** What can be done with a thing where it stands: a seat is claimed, a condition met. */
export function WorkActions({ item, acting }: { item: WorkItem; acting: Acting }) {
  const busy = acting.busy === workKey(item);
  if (item.seat !== null)
    return (
      <Button
        size="sm"
        busy={busy}
        icon={<Hand aria-hidden="true" />}
        aria-label={`Claim: ${item.title}`}
        data-tooltip="Take a seat in this review"
        data-tooltip-keys="c"
        onClick={() => acting.claim(item)}
      >
        Claim
      </Button>
    );
  if (item.version === null) return null;
  return (
    <Button
      size="sm"
      busy={busy}
      icon={<Check aria-hidden="true" />}
      aria-label={`Done: ${item.title}`}
      data-tooltip="Mark as done"
      data-tooltip-keys="x"
      onClick={() => acting.finish(item)}
    >
      Done
    </Button>
  );
}
