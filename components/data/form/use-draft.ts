'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { readDraft, writeDraft } from './drafts.ts';

export interface Draft<T> {
  value: T;
  /** Keeps it; what equals nothing, by `isEmpty`, is forgotten. */
  set: (value: T) => void;
  /** It was sent: nothing of it is kept. */
  clear: () => void;
  /** What is shown was written earlier. */
  restored: boolean;
}

/**
 * What is typed and outlives reloading, an expired session, going back and closing the browser: kept as it is typed, forgotten once `clear` says
 * that it was sent. The first paint has `empty`; a draft appears right after. `read` says whether what was kept can be one; `empty`, `read` and
 * `isEmpty` stay the same from render to render.
 */
export function useDraft<T>(key: string, empty: T, read: (kept: unknown) => T | null, isEmpty: (value: T) => boolean): Draft<T> {
  const [value, setValue] = useState(empty);
  const [restored, setRestored] = useState(false);
  const current = useRef(key);
  useEffect(() => {
    current.current = key;
    const kept = read(readDraft(key));
    if (kept !== null && !isEmpty(kept)) {
      setValue(kept);
      setRestored(true);
    }
  }, [key, read, isEmpty]);
  const set = useCallback(
    (next: T) => {
      setValue(next);
      writeDraft(current.current, isEmpty(next) ? null : next);
    },
    [isEmpty],
  );
  const clear = useCallback(() => {
    setValue(empty);
    setRestored(false);
    writeDraft(current.current, null);
  }, [empty]);
  return { value, set, clear, restored };
}
