'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';
import { request } from '#lib/client.ts';

let known = 0;
const listeners = new Set<() => void>();

/** Asks again how many requests for access wait for the viewer: after a decision, for one. */
export function askForWaiting(): void {
  request('GET /access/requests/waiting', {}).then(
    ({ waiting }) => {
      known = waiting;
      for (const listener of listeners) listener();
    },
    // A count is a convenience: without it the page of requests still tells.
    () => undefined,
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** How many requests for access wait for the viewer to decide. Asked for after paint, and again on each page: no page waits for it. */
export function WaitingRequests() {
  const path = usePathname();
  const count = useSyncExternalStore(
    subscribe,
    () => known,
    () => 0,
  );
  useEffect(() => {
    if (path) askForWaiting();
  }, [path]);
  if (count === 0) return null;
  return (
    <span className="ml-auto rounded-sm bg-accent-wash px-1 font-medium text-accent-ink text-xs">
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
