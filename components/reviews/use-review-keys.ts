'use client';

import { useRouter } from 'next/navigation';
import type { RefObject } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import type { Answer } from '#lib/reviews/rules.ts';

const items = () => [...document.querySelectorAll<HTMLElement>('[data-item]')];
const focused = () => document.activeElement?.closest<HTMLElement>('[data-item]') ?? null;

function step(by: 1 | -1) {
  const all = items();
  const here = focused();
  const at = here ? all.indexOf(here) : by > 0 ? -1 : all.length;
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

function into(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}

export interface ReviewKeys {
  answer: ((item: string, answer: Answer) => void) | null;
  comment: RefObject<HTMLTextAreaElement | null>;
  decide: RefObject<HTMLElement | null>;
  next: { id: string } | null;
}

/** The keyboard's way through a review: j and k from question to question, y, n and - to answer, c to comment, d to decide, ] to the next. */
export function useReviewKeys({ answer, comment, decide, next }: ReviewKeys): void {
  const router = useRouter();
  const group = 'Review';
  const set = (value: Answer) => () => {
    const item = focused()?.dataset.item;
    if (item) answer?.(item, value);
  };
  const when = () => answer !== null && focused() !== null;
  useShortcuts([
    { keys: 'j', label: 'Next question', group, run: () => step(1) },
    { keys: 'k', label: 'Previous question', group, run: () => step(-1) },
    { keys: 'y', label: 'Answer yes', group, when, run: set('yes') },
    { keys: 'n', label: 'Answer no', group, when, run: set('no') },
    { keys: '-', label: 'Answer not applicable', group, when, run: set('not_applicable') },
    { keys: 'c', label: 'Comment', group, when: () => comment.current !== null, run: () => into(comment.current) },
    {
      keys: 'd',
      label: 'Decide',
      group,
      when: () => decide.current !== null,
      run: () => into(decide.current?.querySelector<HTMLElement>('input[type="radio"]') ?? decide.current),
    },
    {
      keys: ']',
      label: 'The next review that waits for me',
      group,
      when: () => next !== null,
      run: () => next && router.push(`/reviews/${next.id}`),
    },
  ]);
}
