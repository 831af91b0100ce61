'use client';

import { Check, CircleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { answerLabels } from '#lib/reviews/rules.ts';
import type { AnswerState, Written } from './answer-state.ts';

/** Whether what was written is kept on the server, said where it was written. */
export function AnswerStatus({ state, onRetry }: { state: AnswerState; onRetry: () => void }) {
  const { phase, failure } = state;
  return (
    <span role="status" className="inline-flex min-h-5 items-center gap-1 text-muted text-xs">
      {(phase === 'kept' || phase === 'sending') && 'Saving…'}
      {phase === 'saved' && (
        <>
          <Check className="size-3.5 text-low-ink" aria-hidden="true" />
          Saved
        </>
      )}
      {phase === 'failed' && (
        <span className="flex flex-wrap items-center gap-1 text-critical-ink">
          <CircleAlert className="size-3.5 shrink-0" aria-hidden="true" />
          Not saved. {failure}
          <Button size="sm" variant="quiet" onClick={onRetry}>
            Try again
          </Button>
        </span>
      )}
    </span>
  );
}

function Side({ written }: { written: Written }) {
  return (
    <>
      <span className="block font-medium">{written.answer ? answerLabels[written.answer] : 'No answer'}</span>
      {written.note && <span className="block whitespace-pre-line">{written.note}</span>}
      {written.link && <span className="block [overflow-wrap:anywhere]">{written.link}</span>}
    </>
  );
}

/** Two people answered the same question: nothing is lost, one of them is chosen. */
export function AnswerConflict({ state, onResolve }: { state: AnswerState; onResolve: (side: 'mine' | 'theirs') => void }) {
  if (state.phase !== 'conflict' || !state.theirs) return null;
  return (
    <Callout tone="warning" title="Not saved: another answer stands">
      <p>{state.failure ?? 'Somebody else answered this meanwhile. Nothing is lost: choose which stands.'}</p>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        {(['mine', 'theirs'] as const).map((side) => (
          <div key={side} className="flex flex-col items-start gap-2 rounded-md bg-surface p-2.5 ring-1 ring-line ring-inset">
            <div className="w-full break-words text-sm">
              <span className="block text-muted text-xs">{side === 'mine' ? 'Yours' : 'Theirs'}</span>
              <Side written={side === 'mine' ? state : (state.theirs ?? state)} />
            </div>
            <Button size="sm" onClick={() => onResolve(side)}>
              {side === 'mine' ? 'Keep yours' : 'Take theirs'}
            </Button>
          </div>
        ))}
      </div>
    </Callout>
  );
}
