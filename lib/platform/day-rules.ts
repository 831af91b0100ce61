/** Days in people's zones. Browser-safe: a day is a text ("2026-12-03"), a moment an ISO time. */
const offsetParts = new Map<string, Intl.DateTimeFormat>();
// To make one takes fifty times as long as to use it.
const dayFormats = new Map<string, Intl.DateTimeFormat>();

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

/** When the clocks of a zone show this, told without a zone ("2026-12-03T08:00:00"), as an ISO time. */
function whenClocksShow(local: string, timeZone: string): string {
  const wall = Date.parse(`${local}Z`);
  const guess = wall - offsetAt(wall, timeZone);
  // Where the clocks change in between, the offset of the guess is the one that holds.
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** The last second of a day ("2026-12-03") in a zone, as an ISO time: what holds until a day holds on that day. */
export const dayEnd = (day: string, timeZone: string): string => whenClocksShow(`${day}T23:59:59`, timeZone);

/** A full hour (0 to 23) of a day in a zone, as an ISO time; an hour that the clocks leave out is the one after it. */
export const hourOf = (day: string, hour: number, timeZone: string): string =>
  whenClocksShow(`${day}T${String(hour).padStart(2, '0')}:00:00`, timeZone);

/** The day on which a moment falls in a zone, as a date input takes it. */
export function dayOf(moment: string, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone });
    dayFormats.set(timeZone, format);
  }
  return format.format(new Date(moment));
}

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

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** Monday to Friday, and no holiday. */
export const isWorkingDay = (day: string, holidays: ReadonlySet<string>): boolean => weekdayOf(day) <= 5 && !holidays.has(day);

/** Nobody has so many holidays in a row; whoever lists a year of them still gets an answer. */
const longestPause = 400;

/** The day itself where it is a working day, or else the next one that is; with `step` -1 the one before. */
export function workingDayFrom(day: string, holidays: ReadonlySet<string>, step: 1 | -1 = 1): string {
  let each = day;
  for (let at = 0; at < longestPause && !isWorkingDay(each, holidays); at += 1) each = addDays(each, step);
  return each;
}

/** So many working days after a day, or before it where negative; with 0 the day itself, or the next working day. */
export function addWorkingDays(day: string, days: number, holidays: ReadonlySet<string>): string {
  const step = days < 0 ? -1 : 1;
  let each = days === 0 ? workingDayFrom(day, holidays) : day;
  for (let left = Math.abs(days); left > 0; left -= 1) each = workingDayFrom(addDays(each, step), holidays, step);
  return each;
}

/** How many working days lie after `from`, up to and with `to`; negative where `to` is before `from`. */
export function workingDaysBetween(from: string, to: string, holidays: ReadonlySet<string>): number {
  if (to < from) return -workingDaysBetween(to, from, holidays);
  let count = 0;
  for (let each = addDays(from, 1); each <= to; each = addDays(each, 1)) if (isWorkingDay(each, holidays)) count += 1;
  return count;
}
