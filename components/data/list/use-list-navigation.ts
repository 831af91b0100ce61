'use client';

import { useRouter } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { type ListState, type ListVocabulary, listHref } from './list-state.ts';

export interface ListNavigation {
  /** The state the viewer asked for last, shown before its rows arrive. */
  shown: ListState;
  /** True while rows of another state are on their way. */
  pending: boolean;
  go: (state: ListState, how?: 'push' | 'replace') => void;
  /** Asks the server for the same rows anew. */
  refresh: () => void;
}

/** Moves a list from state to state through the address, so that Back, links and reloads work; the controls follow at once. */
export function useListNavigation(path: string, state: ListState, vocabulary: ListVocabulary): ListNavigation {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic(state);
  return {
    shown,
    pending,
    go(next, how = 'push') {
      startTransition(() => {
        setShown(next);
        router[how](listHref(path, next, vocabulary), { scroll: false });
      });
    },
    refresh() {
      startTransition(() => router.refresh());
    },
  };
}
