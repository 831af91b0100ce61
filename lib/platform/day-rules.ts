/** Days in people's zones. Browser-safe: a day is a text ("2026-12-03"), a moment an ISO time. */
const offsetParts = new Map<string, Intl.DateTimeFormat>();

/** The zone's distance from UTC at a moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  let format = offsetParts.get(timeZone);
  if (!format) {
    const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-GB', { ...numeric, hourCycle: 'h23', timeZone });
    offsetParts.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(moment).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

/** The last second of a day ("2026-12-03") in a zone, as an ISO time: what holds until a day holds on that day. */
export function dayEnd(day: string, timeZone: string): string {
  const wall = Date.parse(`${day}T23:59:59Z`);
  const guess = wall - offsetAt(wall, timeZone);
  // Where the clocks change in between, the offset of the guess is the one that holds.
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** The day on which a moment falls in a zone, as a date input takes it. */
export const dayOf = (moment: string, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(moment));

/** So many days after a day of the calendar, or before it where negative. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The same day a year later; of 29 February the 28th. */
export function yearAfter(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(year) + 1}-${month}-${month === '02' && date === '29' ? '28' : date}`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** "2026-09" or a day of it → "September 2026". What is no month is told as it is. */
export const monthName = (month: string): string => {
  const name = months[Number(month.slice(5, 7)) - 1];
  return name ? `${name} ${month.slice(0, 4)}` : month;
};
