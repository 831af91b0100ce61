'use client';

import { formatDay, formatDistance, formatMoment } from './time-format.ts';
import { useViewing } from './viewer.tsx';

export interface TimeProps {
  /** ISO 8601, as the API gives it. */
  value: string;
}

/** "3 hours ago", with the exact moment in the viewer's zone on hover. Server and browser may differ by a minute: that is expected. */
export function RelativeTime({ value }: TimeProps) {
  const { timeZone, locale } = useViewing();
  const date = new Date(value);
  return (
    <time dateTime={value} title={formatMoment(date, timeZone, locale)} className="whitespace-nowrap" suppressHydrationWarning>
      {formatDistance(date, new Date(), locale)}
    </time>
  );
}

/**
 * "22 Nov 2026, 14:03 CET" in the viewer's zone: where the exact moment matters. Browsers may know another short name of a zone or a month than the
 * server does, which is no fault.
 */
export function MomentTime({ value }: TimeProps) {
  const { timeZone, locale } = useViewing();
  return (
    <time dateTime={value} suppressHydrationWarning>
      {formatMoment(new Date(value), timeZone, locale)}
    </time>
  );
}

/** "22 Nov 2026" in the viewer's zone, with the exact moment on hover; told as `MomentTime` tells it. */
export function DayTime({ value }: TimeProps) {
  const { timeZone, locale } = useViewing();
  const date = new Date(value);
  return (
    <time dateTime={value} title={formatMoment(date, timeZone, locale)} className="whitespace-nowrap" suppressHydrationWarning>
      {formatDay(date, timeZone, locale)}
    </time>
  );
}
