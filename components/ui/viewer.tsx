'use client';

import { createContext, type ReactNode, useContext } from 'react';

const ViewerTimeZone = createContext('UTC');

/** Tells every time below in whose zone to show itself. Once, in the signed-in layout. */
export function ViewerProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <ViewerTimeZone value={timeZone}>{children}</ViewerTimeZone>;
}

/** The viewer's IANA time zone; UTC outside `ViewerProvider`. */
export function useViewerTimeZone(): string {
  return useContext(ViewerTimeZone);
}
