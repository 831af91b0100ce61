/** The overview's SQL. Each statement reads a bounded number of rows, whatever the size of the inventory. */
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { levels } from '#lib/assets/rules.ts';
import { firstOpenLevel } from '#lib/risks/register/rules.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { risksByTeam, tallied } from '../history/sql.ts';

/** Rows of this alias in these teams: by value, so that the planner knows which index is right. */
const within = (alias: string, teams: TeamIds): Prisma.Sql =>
  teams === 'every' ? Prisma.sql`true` : Prisma.sql`${Prisma.raw(alias)}.team_id = ANY (${[...teams]}::uuid[])`;

/** Assets by kind, stage (the whole asset: '') and level. */
export const assetCounts = (teams: TeamIds): Prisma.Sql => Prisma.sql`
  SELECT t.kind, t.stage, t.level, sum(t.n)::int AS n ${tallied('asset', teams)} GROUP BY t.kind, t.stage, t.level HAVING sum(t.n) <> 0`;

/** Risks by team and level. */
export const riskCounts = (teams: TeamIds): Prisma.Sql => Prisma.sql`
  SELECT t.team_id, t.level, sum(t.n)::int AS n ${risksByTeam(teams)} GROUP BY t.team_id, t.level`;

/** So many of the worst are looked at; of equals, the most critical ones are shown. */
const looked = 60;
const shownWorst = 8;

/** The worst assets of medium level and above. */
export function worstAssets(teams: TeamIds): Prisma.Sql {
  const bad = Prisma.sql`a.status = 'active' AND a.level >= ${levels.indexOf('medium')}`;
  const first = (where: Prisma.Sql) =>
    Prisma.sql`SELECT a.* FROM asset_list a WHERE ${where} AND ${bad} ORDER BY a.level DESC, a.id DESC LIMIT ${looked}`;
  const found =
    teams === 'every'
      ? first(Prisma.sql`true`)
      : Prisma.sql`SELECT a.* FROM unnest(${[...teams]}::uuid[]) s (id) CROSS JOIN LATERAL (${first(Prisma.sql`a.team_id = s.id`)}) a`;
  return Prisma.sql`
    SELECT w.id, w.name, w.kind, w.level, w.criticality, t.name AS "teamName",
      ARRAY[w.level_collect, w.level_validate, w.level_develop, w.level_deploy, w.level_monitor, w.level_change]::int[] AS levels
    FROM (${found}) w JOIN teams t ON t.id = w.team_id ORDER BY w.level DESC, w.criticality DESC, w.name LIMIT ${shownWorst}`;
}

const shownMoved = 6;

/** Of each distance so many are read, the latest first. */
const readMoved = 40;

/** The greatest movements between two moments, those for the worse first among equals, each with all that moved together with it. */
export function movements(teams: TeamIds, from: Date, to: Date, most = shownMoved): Prisma.Sql {
  // Each distance is written out: told by value, the planner knows how many there are, and reads the latest from the index's end.
  const latest = (where: Prisma.Sql) =>
    Prisma.join(
      [2, 3, 4, 5, 6, 7].map(
        (distance) => Prisma.sql`(
      SELECT m.* FROM risk_movements m WHERE ${where} AND m.distance = ${distance} AND m.at > ${from} AND m.at <= ${to} ORDER BY m.at DESC LIMIT ${readMoved})`,
      ),
      ' UNION ALL ',
    );
  const moved =
    teams === 'every'
      ? Prisma.sql`(${latest(Prisma.sql`true`)}) m`
      : Prisma.sql`unnest(${[...teams]}::uuid[]) s (id) CROSS JOIN LATERAL (${latest(Prisma.sql`m.team_id = s.id`)}) m`;
  return Prisma.sql`
    WITH together AS (
      SELECT m.asset_id, m.cause, m.actor_id, date_trunc('minute', m.at) AS minute, m.level_before, m.level_after, m.distance,
        min(m.risk_id::text)::uuid AS risk_id, max(m.at) AS at
      FROM ${moved} GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY m.distance DESC, m.level_after > m.level_before DESC, max(m.at) DESC, m.asset_id LIMIT ${most}
    )
    SELECT g.asset_id AS "assetId", a.name AS "assetName", a.kind, t.name AS "teamName", all_of.count, g.risk_id AS "riskId", h.name AS threat,
      g.level_before AS "from", g.level_after AS "to", g.at, g.cause, u.name AS "actorName"
    FROM together g JOIN asset_list a ON a.id = g.asset_id JOIN teams t ON t.id = a.team_id JOIN risks r ON r.id = g.risk_id
      JOIN threats h ON h.key = r.threat LEFT JOIN users u ON u.id = g.actor_id
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT c.risk_id)::int AS count FROM risk_changes c WHERE c.asset_id = g.asset_id AND c.at >= g.minute AND c.at <= g.at AND c.cause = g.cause
          AND c.level_before = g.level_before AND c.level_after = g.level_after
      ) all_of
    ORDER BY g.distance DESC, g.level_after > g.level_before DESC, g.at DESC, g.asset_id`;
}

/** Counted no further. */
export const countedTo = 1000;
const capped = (from: Prisma.Sql) => Prisma.sql`(SELECT count(*)::int FROM (SELECT 1 FROM ${from} LIMIT ${countedTo + 1}) counted)`;
const day = 86_400_000;

/**
 * Safeguards that count, as in their list: on active assets, or offered by a team that is not archived. A subquery for each row, which the
 * planner cannot turn into a join with every asset.
 */
const current = Prisma.sql`coalesce(
  (SELECT a.status = 'active' FROM assets a WHERE a.id = s.asset_id), (SELECT t.archived_at IS NULL FROM teams t WHERE t.id = s.team_id))`;

/**
 * Looking each one up takes two microseconds: of more than are counted, none is looked up. Where they are fewer, the limit cuts nothing off; it has
 * them found by date first, as those are that are only counted.
 */
const cappedCurrent = (from: Prisma.Sql) => {
  const found = Prisma.sql`(SELECT s.asset_id, s.team_id FROM ${from} LIMIT ${countedTo + 1}) s`;
  return Prisma.sql`CASE WHEN ${capped(from)} > ${countedTo} THEN ${countedTo + 1} ELSE (SELECT count(*)::int FROM ${found} WHERE ${current}) END`;
};

/** How much is due, overdue and expiring. Each index holds what is open alone, by date. */
export function dueCounts(teams: TeamIds, at: Date): Prisma.Sql {
  const ahead = (days: number) => new Date(at.getTime() + days * day);
  const risks = Prisma.sql`risks r WHERE ${within('r', teams)} AND r.due_at IS NOT NULL AND r.level >= 3`;
  const awaited = Prisma.sql`safeguards s WHERE ${within('s', teams)} AND s.due_at IS NOT NULL AND s.state IN ('planned', 'implemented')`;
  const shown = Prisma.sql`safeguards s WHERE ${within('s', teams)} AND s.evidence_until IS NOT NULL AND s.state IN ('implemented', 'verified')`;
  const acceptances = Prisma.sql`acceptances c WHERE ${within('c', teams)}`;
  return Prisma.sql`SELECT
    ${capped(Prisma.sql`${risks} AND r.due_at < ${at}`)} AS "risksOverdue",
    ${capped(Prisma.sql`${risks} AND r.due_at >= ${at} AND r.due_at < ${ahead(7)}`)} AS "risksSoon",
    ${cappedCurrent(Prisma.sql`${awaited} AND s.due_at < ${at}`)} AS "safeguardsOverdue",
    ${cappedCurrent(Prisma.sql`${shown} AND s.evidence_until <= ${at}`)} AS "evidenceExpired",
    ${cappedCurrent(Prisma.sql`${shown} AND s.evidence_until > ${at} AND s.evidence_until <= ${ahead(30)}`)} AS "evidenceExpiring",
    ${capped(Prisma.sql`${acceptances} AND c.status = 'granted' AND c.until > ${at} AND c.until <= ${ahead(30)}`)} AS "acceptancesEnding",
    ${capped(Prisma.sql`${acceptances} AND c.status = 'requested' AND c.until > ${at}`)} AS "acceptancesRequested"`;
}

const eightOf = (alias: string) =>
  Prisma.raw(`ARRAY[${levels.map((_, at) => `count(*) FILTER (WHERE ${alias}.level = ${at})::int`).join(', ')}]`);

/** What is somebody's own: few rows, by the index of the owner. */
export const ownCounts = (person: string, at: Date): Prisma.Sql => Prisma.sql`
  SELECT
    (SELECT ${eightOf('a')} FROM asset_list a WHERE a.owner_id = ${person}::uuid AND a.status = 'active') AS assets,
    r.*, s.*
  FROM (
    SELECT ${eightOf('r')} AS risks, count(*) FILTER (WHERE r.level >= ${firstOpenLevel} AND r.due_at < ${at})::int AS "risksOverdue"
    FROM risks r WHERE r.owner_id = ${person}::uuid AND r.applies
  ) r, (
    SELECT count(*)::int AS "safeguardsPlanned", count(*) FILTER (WHERE s.due_at < ${at})::int AS "safeguardsOverdue"
    FROM safeguards s WHERE s.owner_id = ${person}::uuid AND s.state = 'planned' AND ${current}
  ) s`;

/** The open risks of somebody that ask first. */
export const ownRisks = (person: string): Prisma.Sql => Prisma.sql`
  SELECT r.id, a.name AS "assetName", t.name AS threat, r.stage, r.level, r.due_at AS "dueAt"
  FROM risks r JOIN asset_list a ON a.id = r.asset_id JOIN threats t ON t.key = r.threat
  WHERE r.owner_id = ${person}::uuid AND r.level >= ${firstOpenLevel} ORDER BY r.due_at NULLS LAST, r.level DESC, r.id LIMIT 6`;

/** The most critical asset, with how many of its risks nobody has assessed. */
export const whereToBegin = (teams: TeamIds): Prisma.Sql => Prisma.sql`
  SELECT a.id AS "assetId", a.name AS "assetName",
    (SELECT count(*)::int FROM risks r WHERE r.asset_id = a.id AND r.level = ${levels.indexOf('unassessed')}) AS risks
  FROM asset_list a WHERE ${within('a', teams)} AND a.status = 'active' ORDER BY a.criticality DESC, a.id DESC LIMIT 1`;
