/** Counts as arrays, by the index of what is counted. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
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

/** "FROM … WHERE …" of a measure of `t`: some teams' own tallies, and for every team the sums over the organisation, which are far fewer. */
export const tallied = (measure: 'asset' | 'coverage', teams: TeamIds): Prisma.Sql =>
  teams === 'every'
    ? Prisma.sql`FROM tally_sums t WHERE t.measure = ${measure} AND t.team_id IS NULL`
    : Prisma.sql`FROM tallies t WHERE t.measure = ${measure} AND t.team_id = ANY (${[...teams]}::uuid[])`;

/** "FROM … WHERE …" of risks by team, kind, stage and level. */
export const risksByTeam = (teams: TeamIds): Prisma.Sql =>
  Prisma.sql`FROM tally_sums t WHERE t.measure = 'level' AND ${
    teams === 'every' ? Prisma.sql`t.team_id IS NOT NULL` : Prisma.sql`t.team_id = ANY (${[...teams]}::uuid[])`
  }`;
