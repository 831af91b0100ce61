/** Days and numbers in the viewer's language. Pure. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`;
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  formats.set(key, found);
  return found;
}

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** "Monday, 23 November" */
export const longDay = (day: string, locale: string): string =>
  format(locale, 'long', { weekday: 'long', day: 'numeric', month: 'long' }).format(noon(day));

/** From Monday to Sunday. */
export const weekdays = (locale: string): { long: string; short: string }[] =>
  // 2 November 2026 is a Monday.
  Array.from({ length: 7 }, (_, at) => noon(`2026-11-0${at + 2}`)).map((day) => ({
    long: format(locale, 'weekday', { weekday: 'long' }).format(day),
    short: format(locale, 'weekday short', { weekday: 'short' }).format(day),
  }));

/** A count as far as it is exact: "12", "1,000+". */
export const countWords = (count: number, most: number): string => `${count.toLocaleString('en-GB')}${count >= most ? '+' : ''}`;

export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
