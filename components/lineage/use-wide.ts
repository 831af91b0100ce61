'use client';

import { useSyncExternalStore } from 'react';

const query = '(min-width: 48rem)';

function subscribe(changed: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

/** Is there room for a graph? False until the browser has said so. The same width as the `md:` of the styles. */
export const useWide = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
