'use client';

import { lazy, Suspense, useSyncExternalStore } from 'react';
import { currentToasts, subscribeToToasts, type ToastMessage } from './toast.ts';

const ToastList = lazy(() => import('./toast-list.tsx'));

const none: readonly ToastMessage[] = [];

/** Where toasts appear, at the bottom right, read out politely. The region stands from the start: readers announce only what enters one. */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToToasts, currentToasts, () => none);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      data-print="hide"
      className="pointer-events-none fixed inset-x-3 bottom-3 z-50 sm:left-auto sm:w-96"
    >
      {messages.length > 0 && (
        <Suspense fallback={null}>
          <ToastList messages={messages} />
        </Suspense>
      )}
    </section>
  );
}
