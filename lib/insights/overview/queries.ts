import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { type Kind, kinds, type Level, levels, type Stage, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { addDays } from '#lib/platform/day-rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { daysOf } from '../history/queries.ts';
import { addLevels, type Levels, noLevels, totalOf, utcDay } from '../history/rules.ts';
import { recordedBefore, tolerance } from './rules.ts';
import type { Capped, Due, HeatCell, Mine, Movement, Overview, TeamStanding, WorstAsset } from './schema.ts';
import { assetCounts, countedTo, dueCounts, movements, ownCounts, ownRisks, riskCounts, whereToBegin, worstAssets } from './sql.ts';

type AssetCount = { kind: Kind; stage: Stage | ''; level: number; n: number };
type RiskCount = { team_id: string; level: number; n: number };
type Ranked<T, K extends keyof T> = Omit<T, K> & Record<K, number>;

const levelAt = (index: number): Level => levels[index] ?? 'unassessed';
const historyDays = 90;
const week = 7 * 86_400_000;

/** What asks for attention first, within the reader's rights: ten statements of a bounded size, whatever there is. */
export async function getOverview(actor: Actor): Promise<Overview> {
  const scope = scopeOf(actor);
  const teams = scope.read;
  const at = now();
  const day = utcDay(at);
  return read(scope, async (reader) => {
    const assets = await reader.rows<AssetCount>(assetCounts(teams));
    const risks = await reader.rows<RiskCount>(riskCounts(teams));
    const past = await daysOf(reader, { teams, from: addDays(day, 1 - historyDays), to: day });
    const standings = await standingsOf(reader, teams, day);
    const worst = await reader.rows<Ranked<WorstAsset, 'level'> & { levels: number[] }>(worstAssets(teams));
    const moved = await movedBetween(reader, teams, new Date(at.getTime() - week), at);
    const due = await reader.rows<Record<keyof Due, number>>(dueCounts(teams, at));
    const mine = await ownOf(reader, actor.id, at);
    const ofTeams = perTeam(risks);
    const standing = addLevels(ofTeams.values());
    const today = past.find((each) => each.day === day);
    const earlier = past.filter((each) => each.day !== day);
    return {
      day,
      assets: { levels: wholeOf(assets), cells: cellsOf(assets) },
      risks: { levels: standing, week: recordedBefore(earlier, day, 7), month: recordedBefore(earlier, day, 30) },
      history: [
        ...earlier.map(({ day, risks, releases, incidents }) => ({ day, risks, releases, incidents })),
        { day, risks: standing, releases: today?.releases ?? 0, incidents: today?.incidents ?? 0 },
      ],
      worst: worst.map((asset) => ({ ...asset, level: levelAt(asset.level), levels: asset.levels.map(levelAt) })),
      moved,
      teams: standings.map((team) => ({ ...team, risks: [...(ofTeams.get(team.id) ?? noLevels)] })),
      due: dueOf(due[0]),
      mine,
      firstStep: await firstStepOf(reader, teams, standing),
    };
  });
}

function perTeam(counts: readonly RiskCount[]): Map<string, Levels> {
  const found = new Map<string, number[]>();
  for (const { team_id, level, n } of counts) {
    const own = found.get(team_id) ?? [...noLevels];
    own[level] = n;
    found.set(team_id, own);
  }
  return found;
}

function wholeOf(counts: readonly AssetCount[]): number[] {
  const found: number[] = [...noLevels];
  for (const { stage, level, n } of counts) if (stage === '') found[level] = (found[level] ?? 0) + n;
  return found;
}

/** By kind and stage, in their order; a kind that no threat concerns at a stage has no cell there. */
function cellsOf(counts: readonly AssetCount[]): HeatCell[] {
  return kinds.flatMap((kind) =>
    stages.flatMap((stage) => {
      const own: number[] = [...noLevels];
      for (const each of counts) if (each.kind === kind && each.stage === stage) own[each.level] = each.n;
      return totalOf(own.slice(1)) > 0 ? [{ kind, stage, levels: own }] : [];
    }),
  );
}

/** The reader's teams that have anything, with what was recorded of their risks about a week ago. */
function standingsOf(reader: Reader, teams: TeamIds, day: string): Promise<Pick<TeamStanding, 'id' | 'key' | 'name' | 'weekBefore'>[]> {
  const those = teams === 'every' ? Prisma.sql`t.archived_at IS NULL` : Prisma.sql`t.id = ANY (${[...teams]}::uuid[])`;
  return reader.rows(Prisma.sql`
    SELECT t.id, t.key, t.name, (
      SELECT p.risks FROM posture_days p WHERE p.team_id = t.id AND p.kind = '' AND p.stage = ''
        AND p.day BETWEEN ${addDays(day, -7 - tolerance)}::date AND ${addDays(day, -7)}::date ORDER BY p.day DESC LIMIT 1
    ) AS "weekBefore" FROM teams t WHERE ${those} ORDER BY lower(t.name), t.id`);
}

/** The greatest movements of risks between two moments. */
export async function movedBetween(reader: Reader, teams: TeamIds, from: Date, to: Date, most?: number): Promise<Movement[]> {
  const rows = await reader.rows<Ranked<Omit<Movement, 'at'>, 'from' | 'to'> & { at: Date }>(movements(teams, from, to, most));
  return rows.map((row) => ({ ...row, from: levelAt(row.from), to: levelAt(row.to), at: row.at.toISOString() }));
}

function dueOf(counts: Record<keyof Due, number> | undefined): Due {
  const told = (n = 0): Capped => ({ total: Math.min(n, countedTo), more: n > countedTo });
  return {
    risksOverdue: told(counts?.risksOverdue),
    risksSoon: told(counts?.risksSoon),
    safeguardsOverdue: told(counts?.safeguardsOverdue),
    evidenceExpired: told(counts?.evidenceExpired),
    evidenceExpiring: told(counts?.evidenceExpiring),
    acceptancesEnding: told(counts?.acceptancesEnding),
    acceptancesRequested: told(counts?.acceptancesRequested),
  };
}

async function ownOf(reader: Reader, person: string, at: Date): Promise<Mine> {
  type Next = Omit<Mine['next'][number], 'level' | 'dueAt'> & { level: number; dueAt: Date | null };
  const counts = await reader.rows<Omit<Mine, 'next'>>(ownCounts(person, at));
  const next = await reader.rows<Next>(ownRisks(person));
  const none = { assets: [...noLevels], risks: [...noLevels], risksOverdue: 0, safeguardsPlanned: 0, safeguardsOverdue: 0 };
  return {
    ...(counts[0] ?? none),
    next: next.map((risk) => ({ ...risk, level: levelAt(risk.level), dueAt: risk.dueAt?.toISOString() ?? null })),
  };
}

/** Only where there are risks and all of them are unassessed. */
async function firstStepOf(reader: Reader, teams: TeamIds, risks: Levels): Promise<Overview['firstStep']> {
  const total = totalOf(risks.slice(1));
  if (total === 0 || risks[levels.indexOf('unassessed')] !== total) return null;
  const [first] = await reader.rows<NonNullable<Overview['firstStep']>>(whereToBegin(teams));
  return first?.risks ? first : null;
}
