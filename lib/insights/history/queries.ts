import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { addDays } from '#lib/platform/day-rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { utcDay } from './rules.ts';
import type { History, HistoryDay, HistoryInput } from './schema.ts';
import { byCoverage, byLevel, summed, tallied } from './sql.ts';

/** The days of the reader's teams, or of one of them, and today as it stands now. */
export async function getHistory(actor: Actor, { days, team, kind }: HistoryInput): Promise<History> {
  const to = utcDay(now());
  const from = addDays(to, 1 - days);
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, { team: team ? [team] : undefined });
    const past = await daysOf(reader, { teams, kind, from, to });
    const today = await standing(reader, { teams, kind, day: to });
    return { from, to, days: [...past.filter((each) => each.day !== to), today] };
  });
}

/** Rows of `posture_days` of these teams; of every team, those of the whole organisation. */
export const ofTeams = (teams: TeamIds): Prisma.Sql =>
  teams === 'every' ? Prisma.sql`p.team_id IS NULL` : Prisma.sql`p.team_id = ANY (${[...teams]}::uuid[])`;

type Span = { teams: TeamIds; kind?: string | undefined; from: string; to: string };

/** The days written down from one to another, both included, oldest first. */
export const daysOf = (reader: Reader, { teams, kind, from, to }: Span): Promise<HistoryDay[]> =>
  reader.rows<HistoryDay>(Prisma.sql`
    SELECT to_char(p.day, 'YYYY-MM-DD') AS day, ${summed('p.levels', 8)} AS assets, ${summed('p.risks', 8)} AS risks,
      ${summed('p.coverage', 4)} AS coverage, sum(p.releases)::int AS releases, sum(p.incidents)::int AS incidents
    FROM posture_days p
    WHERE ${ofTeams(teams)} AND p.kind = ${kind ?? ''} AND p.stage = '' AND p.day BETWEEN ${from}::date AND ${to}::date
    GROUP BY p.day ORDER BY p.day`);

/** How today stands now, in the shape of a day that was written down. */
async function standing(reader: Reader, { teams, kind, day }: Omit<Span, 'from' | 'to'> & { day: string }): Promise<HistoryDay> {
  const ofKind = kind ? Prisma.sql`t.kind = ${kind}` : Prisma.sql`true`;
  const [happened] = await daysOf(reader, { teams, kind, from: day, to: day });
  const [assets] = await reader.rows<Pick<HistoryDay, 'assets'>>(
    Prisma.sql`SELECT ${byLevel} AS assets ${tallied('asset', teams)} AND t.stage = '' AND ${ofKind}`,
  );
  const [risks] = await reader.rows<Pick<HistoryDay, 'risks' | 'coverage'>>(
    Prisma.sql`SELECT ${byLevel} AS risks, ${byCoverage} AS coverage ${tallied('coverage', teams)} AND ${ofKind}`,
  );
  const nothing = { assets: Array(8).fill(0), risks: Array(8).fill(0), coverage: Array(4).fill(0) };
  return { day, ...nothing, ...assets, ...risks, releases: happened?.releases ?? 0, incidents: happened?.incidents ?? 0 };
}
