'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';

/** In whose zone, and in which language, times are told. */
export interface Viewing {
  /** IANA, such as "Europe/Berlin". */
  timeZone: string;
  /** BCP 47, such as "de-DE". */
  locale: string;
}

const Viewer = createContext<Viewing>({ timeZone: 'UTC', locale: 'en-GB' });

/** Tells every time below in whose zone and language to show itself. Once, in the signed-in layout. */
export function ViewerProvider({ timeZone, locale = 'en-GB', children }: Partial<Viewing> & { timeZone: string; children: ReactNode }) {
  const viewing = useMemo(() => ({ timeZone, locale }), [timeZone, locale]);
  return <Viewer value={viewing}>{children}</Viewer>;
}

/** The viewer's zone and language; UTC and British English outside `ViewerProvider`. */
export const useViewing = (): Viewing => useContext(Viewer);

/** The viewer's IANA time zone; UTC outside `ViewerProvider`. */
export const useViewerTimeZone = (): string => useContext(Viewer).timeZone;
