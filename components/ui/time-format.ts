const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string, kind: 'day' | 'moment'): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    const dayParts = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
    const timeParts = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-GB', kind === 'day' ? dayParts : { ...dayParts, ...timeParts });
    formats.set(key, format);
  }
  return format;
}

/** "22 Nov 2026, 14:05 GMT+13": a moment in the given IANA zone. */
export function formatMoment(date: Date, timeZone: string): string {
  return formatFor(timeZone, 'moment').format(date);
}

/** "22 Nov 2026": the day on which a moment falls in the given IANA zone. */
export function formatDay(date: Date, timeZone: string): string {
  return formatFor(timeZone, 'day').format(date);
}

/** How far a moment lies from now, in one unit: "just now", "5 min ago", "in 3 days", "2 months ago". */
export function formatDistance(date: Date, now: Date): string {
  const distance = date.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < 45 * second) return 'just now';
  const [amount, unit] =
    size < 60 * minute
      ? [Math.max(1, Math.round(size / minute)), 'min']
      : size < 24 * hour
        ? [Math.round(size / hour), 'hour']
        : size < 30 * day
          ? [Math.round(size / day), 'day']
          : size < 365 * day
            ? [Math.round(size / (30 * day)), 'month']
            : [Math.round(size / (365 * day)), 'year'];
  const words = `${amount} ${unit}${amount === 1 || unit === 'min' ? '' : 's'}`;
  return distance < 0 ? `${words} ago` : `in ${words}`;
}
