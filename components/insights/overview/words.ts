/** Numbers and days, as the overview writes them. */

export const number = (value: number): string => value.toLocaleString('en-GB');
/** "1 risk", "12 risks". */
export const plural = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** "16 Nov": a UTC day. */
export const dayWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
