/** A report's counts: those written down on its day, and of today those that stand. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { kinds, stages } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { ofTeams } from '../../history/queries.ts';
import { addLevels, totalOf } from '../../history/rules.ts';
import { byCoverage, byLevel, risksByTeam, summed, tallied } from '../../history/sql.ts';
import type { HeatCell } from '../../overview/schema.ts';
import type { Posture } from '../schema.ts';
import type { Cut } from '../sql.ts';

type Figures = NonNullable<Posture['figures']>;
type Row = { kind: string; stage: string; levels: number[]; risks: number[]; coverage: number[]; recorded: Date };
type TeamRow = { name: string; assets: number[]; risks: number[] };

/** The counts of a day in a scope; null where nobody wrote it down. @param standing the present moment, where the day is today */
export async function figuresOf(reader: Reader, cut: Cut, day: string, standing: Date | null): Promise<Figures | null> {
  const rows = standing ? await standingRows(reader, cut, standing) : await recordedRows(reader, cut, day);
  const whole = rows.find((row) => row.kind === (cut.kind ?? '') && row.stage === '');
  if (rows.length === 0) return null;
  const teams = standing ? await standingTeams(reader, cut) : await recordedTeams(reader, cut, day);
  const cells = kinds.flatMap((kind) =>
    stages.flatMap((stage): HeatCell[] => {
      const row = rows.find((each) => each.kind === kind && each.stage === stage);
      return row && totalOf(row.levels.slice(1)) > 0 ? [{ kind, stage, levels: row.levels }] : [];
    }),
  );
  const recordedAt = new Date(Math.max(...rows.map((row) => row.recorded.getTime())));
  return {
    recordedAt: recordedAt.toISOString(),
    assets: whole?.levels ?? addLevels([]),
    risks: whole?.risks ?? addLevels([]),
    coverage: whole?.coverage ?? [0, 0, 0, 0],
    cells,
    teams,
  };
}

/** The recorded days before and after one that is not. */
export async function nearestTo(reader: Reader, teams: TeamIds, day: string): Promise<Posture['nearest']> {
  const [row] = await reader.rows<Posture['nearest']>(Prisma.sql`
    SELECT to_char(max(p.day) FILTER (WHERE p.day < ${day}::date), 'YYYY-MM-DD') AS before,
      to_char(min(p.day) FILTER (WHERE p.day > ${day}::date), 'YYYY-MM-DD') AS after
    FROM posture_days p WHERE ${ofTeams(teams)} AND p.kind = '' AND p.stage = ''`);
  return row ?? { before: null, after: null };
}

const recordedRows = (reader: Reader, { teams, kind }: Cut, day: string) =>
  reader
    .rows<Row>(Prisma.sql`
    SELECT p.kind, p.stage, ${summed('p.levels', 8)} AS levels, ${summed('p.risks', 8)} AS risks, ${summed('p.coverage', 4)} AS coverage,
      max(p.recorded_at) AS recorded
    FROM posture_days p WHERE ${ofTeams(teams)} AND p.day = ${day}::date AND ${kind ? Prisma.sql`p.kind IN ('', ${kind})` : Prisma.sql`true`}
    GROUP BY p.kind, p.stage`)
    .then((rows) => (kind ? rows.filter((row) => row.kind === kind || row.stage === '') : rows));

const recordedTeams = (reader: Reader, { teams, kind }: Cut, day: string) =>
  reader.rows<TeamRow>(Prisma.sql`
    SELECT t.name, p.levels AS assets, p.risks FROM posture_days p JOIN teams t ON t.id = p.team_id
    WHERE ${teams === 'every' ? Prisma.sql`true` : ofTeams(teams)} AND p.day = ${day}::date AND p.kind = ${kind ?? ''} AND p.stage = ''
    ORDER BY lower(t.name)`);

const kindOf = (kind: string | undefined) => (kind ? Prisma.sql`t.kind = ${kind}` : Prisma.sql`true`);

async function standingRows(reader: Reader, { teams, kind }: Cut, at: Date): Promise<Row[]> {
  const assets = await reader.rows<Pick<Row, 'kind' | 'stage' | 'levels'>>(Prisma.sql`
    SELECT t.kind, t.stage, ${byLevel} AS levels ${tallied('asset', teams)} AND ${kindOf(kind)} GROUP BY t.kind, t.stage`);
  const [risks] = await reader.rows<Pick<Row, 'risks' | 'coverage'>>(Prisma.sql`
    SELECT ${byLevel} AS risks, ${byCoverage} AS coverage ${tallied('coverage', teams)} AND ${kindOf(kind)}`);
  const none = { risks: addLevels([]), coverage: [0, 0, 0, 0], recorded: at };
  const whole = { kind: kind ?? '', stage: '', levels: addLevels(assets.filter((row) => row.stage === '').map((row) => row.levels)) };
  return [{ ...none, ...whole, ...risks }, ...assets.filter((row) => row.stage !== '').map((row) => ({ ...none, ...row }))];
}

function standingTeams(reader: Reader, { teams, kind }: Cut): Promise<TeamRow[]> {
  const those = teams === 'every' ? Prisma.sql`true` : Prisma.sql`t.team_id = ANY (${[...teams]}::uuid[])`;
  return reader.rows<TeamRow>(Prisma.sql`
    WITH assets_by AS (
      SELECT t.team_id, ${byLevel} AS assets FROM tallies t WHERE t.measure = 'asset' AND t.stage = '' AND ${those} AND ${kindOf(kind)} GROUP BY 1
    ), risks_by AS (SELECT t.team_id, ${byLevel} AS risks ${risksByTeam(teams)} AND ${kindOf(kind)} GROUP BY 1)
    SELECT m.name, a.assets, coalesce(r.risks, '{0,0,0,0,0,0,0,0}') AS risks
    FROM assets_by a JOIN teams m ON m.id = a.team_id LEFT JOIN risks_by r ON r.team_id = a.team_id ORDER BY lower(m.name)`);
}
