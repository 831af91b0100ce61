'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** "⌘" on Apple's machines, "Ctrl" elsewhere; the server assumes the latter. */
export function useModifierKey(): '⌘' | 'Ctrl' {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}
