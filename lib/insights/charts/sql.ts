/** From where counts are read, and how they are cut. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { levels } from '#lib/assets/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { byLevel } from '../history/sql.ts';
import type { LevelFilter } from './schema.ts';

const among = (column: string, values: readonly (string | number)[] | undefined, type: 'text' | 'int'): Prisma.Sql[] =>
  values?.length ? [Prisma.sql`${Prisma.raw(`t.${column}`)} = ANY (${[...values]}::${Prisma.raw(type)}[])`] : [];

/** Kinds, stages and levels of rows that carry them, as conditions. */
export const cut = (filter: LevelFilter): Prisma.Sql[] => [
  ...among('kind', filter.kind, 'text'),
  ...among('stage', filter.stage, 'text'),
  ...among(
    'level',
    filter.level?.map((level) => levels.indexOf(level)),
    'int',
  ),
];

/**
 * "FROM … WHERE …" of a measure: a few teams' own tallies, and for every team the sums over the organisation, which are a fiftieth of them
 * in an organisation of fifty teams.
 */
export function counted(measure: 'risk' | 'coverage' | 'age' | 'treated', teams: TeamIds, filter: LevelFilter): Prisma.Sql {
  const ofTeams = teams === 'every' ? Prisma.sql`t.team_id IS NULL` : Prisma.sql`t.team_id = ANY (${[...teams]}::uuid[])`;
  const conditions = [Prisma.sql`t.measure = ${measure}`, ofTeams, ...cut(filter)];
  return Prisma.sql`FROM ${teams === 'every' ? Prisma.sql`tally_sums` : Prisma.sql`tallies`} t WHERE ${Prisma.join(conditions, ' AND ')}`;
}

/**
 * Counts by level within groups, as `levels` of each group. Added up by group and level first: eight sums a row of tallies would take twice as
 * long.
 * @param group columns or expressions over `tallies t`, by the names that they have afterwards
 */
export function levelsBy(group: Readonly<Record<string, Prisma.Sql>>, from: Prisma.Sql): Prisma.Sql {
  const names = Object.keys(group).map((name) => Prisma.raw(name));
  const columns = Object.entries(group).map(([name, value]) => Prisma.sql`${value} AS ${Prisma.raw(name)}`);
  const places = Prisma.raw(Array.from({ length: names.length + 1 }, (_, at) => at + 1).join(', '));
  const grouped = names.length > 0 ? Prisma.sql`GROUP BY ${Prisma.join(names)}` : Prisma.empty;
  return Prisma.sql`SELECT ${Prisma.join([...names, Prisma.sql`${byLevel} AS levels`])}
    FROM (SELECT ${Prisma.join([...columns, Prisma.sql`t.level, sum(t.n) AS n`])} ${from} GROUP BY ${places}) c ${grouped}`;
}

/** "FROM … WHERE …" of risks by team, stage and level. */
export function countedByTeam(teams: TeamIds, filter: LevelFilter): Prisma.Sql {
  const ofTeams = teams === 'every' ? Prisma.sql`t.team_id IS NOT NULL` : Prisma.sql`t.team_id = ANY (${[...teams]}::uuid[])`;
  return Prisma.sql`FROM tally_sums t WHERE ${Prisma.join([Prisma.sql`t.measure = 'level'`, ofTeams, ...cut(filter)], ' AND ')}`;
}
