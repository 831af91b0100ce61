import { CircleCheck, CircleDashed, CircleDot, CircleSlash, CircleX, ClipboardList, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type ReviewState, stateLabels } from '#lib/reviews/rules.ts';

const looks: Record<ReviewState, { tone: Tone; icon: ReactNode }> = {
  open: { tone: 'accent', icon: <CircleDot aria-hidden="true" /> },
  approved: { tone: 'good', icon: <CircleCheck aria-hidden="true" /> },
  // Something is still to be done: not the green of what is done.
  conditions: { tone: 'warning', icon: <ClipboardList aria-hidden="true" /> },
  changes: { tone: 'warning', icon: <Undo2 aria-hidden="true" /> },
  rejected: { tone: 'danger', icon: <CircleX aria-hidden="true" /> },
  withdrawn: { tone: 'neutral', icon: <CircleSlash aria-hidden="true" /> },
  stale: { tone: 'warning', icon: <CircleDashed aria-hidden="true" /> },
};

/** How a review stands: a shape and a word. */
export function StateBadge({ state }: { state: ReviewState }) {
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {stateLabels[state]}
    </Badge>
  );
}

/** Decided past the ordinary rules, by two people: told wherever the review is, for ever. */
export function BreakGlassBadge() {
  return <Badge tone="danger">Break-glass</Badge>;
}
