import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { levels, type Stage, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { addDays } from '#lib/platform/day-rules.ts';
import { riskSettingsIn } from '#lib/risks/catalogue/rules.ts';
import { severityOf } from '#lib/risks/scoring/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { utcDay } from '../history/rules.ts';
import { byCoverage, summed } from '../history/sql.ts';
import { daysShown, endings, exposureOf, firstDay, medianOf, monthNumber, monthsShown, openLevels, teamsShown } from './rules.ts';
import type {
  Ageing,
  Assessment,
  AssessmentDay,
  Coverage,
  Endings,
  InsightFilter,
  LevelFilter,
  Matrix,
  Teams,
  TreatmentTimes,
} from './schema.ts';
import { counted, countedByTeam, cut, levelsBy } from './sql.ts';

const none = (): number[] => levels.map(() => 0);

/** Runs a question within the reader's scope, with the teams that it is about. */
const ask = <T>(actor: Actor, filter: InsightFilter, work: (reader: Reader, teams: TeamIds) => Promise<T>): Promise<T> =>
  read(scopeOf(actor), async (reader) => work(reader, await teamsOf(reader, actor, filter)));

/** Open risks where nothing else is asked for. */
const open = (filter: LevelFilter): LevelFilter => ({ ...filter, level: filter.level?.length ? filter.level : [...openLevels] });

/** Where risks sit by likelihood and impact: the open ones, or those of the levels asked for. */
export function getMatrix(actor: Actor, filter: LevelFilter): Promise<Matrix> {
  return ask(actor, filter, async (reader, teams) => {
    const rows = await reader.rows<{ x: number; y: number; levels: number[] }>(
      levelsBy({ x: Prisma.sql`t.x`, y: Prisma.sql`t.y` }, Prisma.sql`${counted('risk', teams, open(filter))} AND t.x > 0`),
    );
    const [settings] = await reader.rows<{ value: unknown }>(Prisma.sql`SELECT value FROM settings WHERE name = 'risk'`);
    const { matrix } = riskSettingsIn(settings?.value);
    const cells = [1, 2, 3, 4, 5].flatMap((likelihood) =>
      [1, 2, 3, 4, 5].map((impact) => ({
        likelihood,
        impact,
        severity: severityOf(matrix, likelihood, impact),
        levels: rows.find((row) => row.x === likelihood && row.y === impact)?.levels ?? none(),
      })),
    );
    return { cells };
  });
}

/** How far controls cover the risks of each stage. */
export function getCoverage(actor: Actor, filter: LevelFilter): Promise<Coverage> {
  return ask(actor, filter, async (reader, teams) => {
    const rows = await reader.rows<{ stage: Stage; coverage: number[] }>(
      Prisma.sql`SELECT t.stage, ${byCoverage} AS coverage ${counted('coverage', teams, filter)} AND t.level > 0 GROUP BY t.stage`,
    );
    return { stages: stages.map((stage) => ({ stage, coverage: rows.find((row) => row.stage === stage)?.coverage ?? [0, 0, 0, 0] })) };
  });
}

/** Since when open risks are open, by month. Of every stage: tallies keep no stage of it. */
export function getAgeing(actor: Actor, filter: LevelFilter): Promise<Ageing> {
  return ask(actor, filter, async (reader, teams) => {
    const last = monthNumber(now());
    const first = last - monthsShown + 2;
    const rows = await reader.rows<{ month: number; levels: number[] }>(
      levelsBy({ month: Prisma.sql`greatest(t.x, ${first - 1}::int)` }, counted('age', teams, { ...open(filter), stage: undefined })),
    );
    const at = (month: number) => rows.find((row) => row.month === month)?.levels ?? none();
    const months = Array.from({ length: last - first + 1 }, (_, index) => ({ month: firstDay(first + index), levels: at(first + index) }));
    return { months: [{ month: null, levels: at(first - 1) }, ...months] };
  });
}

/** How long high and critical risks took until they were treated, by the month in which that was. */
export function getTreatmentTimes(actor: Actor, filter: InsightFilter): Promise<TreatmentTimes> {
  return ask(actor, filter, async (reader, teams) => {
    const last = monthNumber(now());
    const first = last - monthsShown + 1;
    const rows = await reader.rows<{ level: number; month: number; value: number; count: number }>(
      Prisma.sql`SELECT t.level, t.x AS month, t.y AS value, sum(t.n)::int AS count
        ${counted('treated', teams, filter)} AND t.x BETWEEN ${first}::int AND ${last}::int GROUP BY 1, 2, 3`,
    );
    const median = (level: 'high' | 'critical', month?: number) => {
      const of = rows.filter((row) => row.level === levels.indexOf(level) && (month === undefined || row.month === month));
      return { median: medianOf(of), count: of.reduce((sum, row) => sum + row.count, 0) };
    };
    const months = Array.from({ length: monthsShown }, (_, index) => first + index);
    return {
      months: months.map((month) => ({ month: firstDay(month), high: median('high', month), critical: median('critical', month) })),
      high: median('high'),
      critical: median('critical'),
    };
  });
}

/** How many granted acceptances end soon. */
export function getEndings(actor: Actor, filter: InsightFilter): Promise<Endings> {
  return ask(actor, filter, async (reader, teams) => {
    const at = now();
    const within = (days: number) => new Date(at.getTime() + days * 86_400_000);
    const ofTeams = teams === 'every' ? [] : [Prisma.sql`t.team_id = ANY (${[...teams]}::uuid[])`];
    const counts = endings.map(
      (days) => Prisma.sql`count(*) FILTER (WHERE t.accepted_until <= ${within(days)})::int AS ${Prisma.raw(`within_${days}`)}`,
    );
    const [row] = await reader.rows<Record<string, number>>(Prisma.sql`
      SELECT ${Prisma.join(counts)} FROM risks t
      WHERE ${Prisma.join([Prisma.sql`t.accepted_until > ${at} AND t.accepted_until <= ${within(Math.max(...endings))}`, ...ofTeams, ...cut(filter)], ' AND ')}`);
    return { endings: endings.map((days) => ({ days, count: row?.[`within_${days}`] ?? 0 })) };
  });
}

/** How many risks were assessed at the end of each day, and are now. */
export function getAssessment(actor: Actor, filter: InsightFilter): Promise<Assessment> {
  return ask(actor, filter, async (reader, teams) => {
    const to = utcDay(now());
    const from = addDays(to, 1 - daysShown);
    const ofTeams = teams === 'every' ? Prisma.sql`p.team_id IS NULL` : Prisma.sql`p.team_id = ANY (${[...teams]}::uuid[])`;
    const past = await reader.rows<AssessmentDay>(Prisma.sql`
      SELECT to_char(p.day, 'YYYY-MM-DD') AS day, ${summed('p.risks', levels.length)} AS levels FROM posture_days p
      WHERE ${ofTeams} AND p.kind = ANY (${filter.kind?.length ? filter.kind : ['']}::text[])
        AND p.stage = ANY (${filter.stage?.length ? filter.stage : ['']}::text[]) AND p.day >= ${from}::date AND p.day < ${to}::date
      GROUP BY p.day ORDER BY p.day`);
    const [today] = await reader.rows<{ levels: number[] }>(levelsBy({}, counted('coverage', teams, filter)));
    return { from, to, days: [...past, { day: to, levels: today?.levels ?? none() }] };
  });
}

/** The teams that carry the most unresolved exposure. */
export function getTeams(actor: Actor, filter: InsightFilter): Promise<Teams> {
  return ask(actor, filter, async (reader, teams) => {
    const rows = await reader.rows<{ key: string; name: string; levels: number[] }>(Prisma.sql`
      SELECT m.key, m.name, s.levels FROM (${levelsBy({ team_id: Prisma.sql`t.team_id` }, countedByTeam(teams, filter))}) s
      JOIN teams m ON m.id = s.team_id`);
    const all = rows
      .map((row) => ({ ...row, exposure: exposureOf(row.levels) }))
      .filter((row) => row.levels.some((n) => n > 0))
      .sort((a, b) => b.exposure - a.exposure || a.name.localeCompare(b.name, 'en'));
    return { teams: all.slice(0, teamsShown), total: all.length };
  });
}
