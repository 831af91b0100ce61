const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();
const distances = new Map<string, Intl.RelativeTimeFormat>();

function formatFor(timeZone: string, locale: string, kind: 'day' | 'moment'): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone} ${locale}`;
  let format = formats.get(key);
  if (!format) {
    const dayParts = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
    const timeParts = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
    format = new Intl.DateTimeFormat(locale, kind === 'day' ? dayParts : { ...dayParts, ...timeParts });
    formats.set(key, format);
  }
  return format;
}

/** "22 Nov 2026, 14:05 GMT+13": a moment in the given IANA zone, written as the language (BCP 47) does. */
export function formatMoment(date: Date, timeZone: string, locale = 'en-GB'): string {
  return formatFor(timeZone, locale, 'moment').format(date);
}

/** "22 Nov 2026": the day on which a moment falls in the given IANA zone, written as the language (BCP 47) does. */
export function formatDay(date: Date, timeZone: string, locale = 'en-GB'): string {
  return formatFor(timeZone, locale, 'day').format(date);
}

/** "2026-11-03" → "3 Nov 2026": a day of the calendar, the same in every zone; what is no day stays as it is. */
export const formatCalendarDay = (day: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? formatDay(new Date(day), 'UTC') : day;

type Unit = 'minute' | 'hour' | 'day' | 'month' | 'year';

function inOneUnit(size: number): [number, Unit] {
  if (size < 60 * minute) return [Math.max(1, Math.round(size / minute)), 'minute'];
  if (size < 24 * hour) return [Math.round(size / hour), 'hour'];
  if (size < 30 * day) return [Math.round(size / day), 'day'];
  return size < 365 * day ? [Math.round(size / (30 * day)), 'month'] : [Math.round(size / (365 * day)), 'year'];
}

/** How far a moment lies from now, in one unit: "just now", "5 min ago", "in 3 days"; in another language than English, in its words. */
export function formatDistance(date: Date, now: Date, locale = 'en-GB'): string {
  const distance = date.getTime() - now.getTime();
  const size = Math.abs(distance);
  const english = locale.startsWith('en');
  if (size < 45 * second) return english ? 'just now' : relative(locale).format(0, 'second');
  const [amount, unit] = inOneUnit(size);
  if (!english) return relative(locale).format(distance < 0 ? -amount : amount, unit);
  const words = unit === 'minute' ? `${amount} min` : `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return distance < 0 ? `${words} ago` : `in ${words}`;
}

function relative(locale: string): Intl.RelativeTimeFormat {
  let format = distances.get(locale);
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
    distances.set(locale, format);
  }
  return format;
}
