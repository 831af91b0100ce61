'use client';

import { Suspense, useSyncExternalStore } from 'react';
import { lazily } from './lazily.tsx';
import { currentToasts, subscribeToToasts, type ToastMessage } from './toast.ts';

const ToastList = lazily(() => import('./toast-list.tsx'));

const none: readonly ToastMessage[] = [];

/**
 * Where toasts appear, read out politely: at the right, above a list's page controls, and above a bar that floats there as well. The region
 * stands from the start: readers announce only what enters one.
 */
export function Toaster() {
  const messages = useSyncExternalStore(subscribeToToasts, currentToasts, () => none);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      data-print="hide"
      className="pointer-events-none fixed inset-x-3 bottom-14 z-50 sm:left-auto sm:w-96 [body:has([data-floats=bottom])_&]:bottom-26"
    >
      {messages.length > 0 && (
        <Suspense fallback={null}>
          <ToastList messages={messages} />
        </Suspense>
      )}
    </section>
  );
}
