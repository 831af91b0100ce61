/** Counts as arrays, by the index of what is counted. */
import { levels } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';

const counted = (column: string, values: number) =>
  Prisma.raw(`ARRAY[${Array.from({ length: values }, (_, at) => `coalesce(sum(n) FILTER (WHERE ${column} = ${at}), 0)::int`).join(', ')}]`);

/** The sums of n by level, of rows of `tallies`. */
export const byLevel = counted('level', levels.length);

/** The sums of n by the best of a risk's safeguards (none, planned, implemented, verified), of rows of `tallies` of the measure coverage. */
export const byCoverage = counted('x', 4);

/** Arrays of a column added up, place by place. */
export const summed = (column: string, places: number) =>
  Prisma.raw(`ARRAY[${Array.from({ length: places }, (_, at) => `coalesce(sum(${column}[${at + 1}]), 0)::int`).join(', ')}]`);
