const formats = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "2026-11-03" → "3 November 2026": a day of the calendar, the same in every zone. */
export const longDay = (day: string): string => formats.format(new Date(`${day}T12:00:00Z`));
