'use client';

import { useEffect, useRef, useState } from 'react';

/** Where a draft is kept: with its browser tab, by what it is about and whose it is, so that nobody else at this browser meets it. */
export const draftKey = (reviewId: string, viewerId: string, what: string): string => `gatehouse.review ${reviewId} ${viewerId} ${what}`;

/** A kept draft, or null: none, or one that cannot be read. */
export function readDraft(key: string): unknown {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Keeps a draft; null forgets it. A browser that keeps nothing loses no more than it would have. */
export function writeDraft(key: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or forbidden by the browser: the form still holds it.
  }
}

/**
 * A text that outlives reloading, an expired session and going back: kept as it is typed, forgotten once `clear` says that it was sent.
 * The first paint has what the server knew; a draft appears right after.
 */
export function useDraftText(key: string): { text: string; setText: (text: string) => void; clear: () => void; restored: boolean } {
  const [text, setState] = useState('');
  const [restored, setRestored] = useState(false);
  const current = useRef(key);
  useEffect(() => {
    current.current = key;
    const kept = readDraft(key);
    if (typeof kept === 'string' && kept !== '') {
      setState(kept);
      setRestored(true);
    }
  }, [key]);
  return {
    text,
    restored,
    setText: (next) => {
      setState(next);
      writeDraft(current.current, next === '' ? null : next);
    },
    clear: () => {
      setState('');
      setRestored(false);
      writeDraft(current.current, null);
    },
  };
}
