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

/** The last second of a day ("2026-12-03") in a zone, as an ISO time: a role that is given until a day holds on that day. */
export function dayEnd(day: string, timeZone: string): string {
  const wall = Date.parse(`${day}T23:59:59Z`);
  const guess = wall - offsetAt(wall, timeZone);
  // Where the clocks change in between, the offset of the guess is the one that holds.
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** The day on which a moment falls in a zone, as a date input takes it. */
export const dayOf = (moment: string, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(moment));
