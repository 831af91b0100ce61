/** Numbers and days, as the overview writes them. */

export const number = (value: number): string => value.toLocaleString('en-GB');
/** "1 risk", "12 risks". */
export const plural = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "16 Nov": a day as YYYY-MM-DD. By our own words, for browsers differ in theirs and have to draw what the server drew. */
export const dayWords = (day: string): string => `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1] ?? ''}`;
