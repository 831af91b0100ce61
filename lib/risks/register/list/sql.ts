/** The list's SQL in one place: its conditions, its columns, and a row as it is answered. */
import { byLetters, byWords, levelOf, type TeamIds } from '#lib/assets/list/sql.ts';
import { type Kind, type Level, levels, type Stage, sinceOf } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { levelOfRisk } from '../../scoring/rules.ts';
import { coverageOf, coverages, type DueState, firstOpenLevel, type Treatment } from '../rules.ts';
import type { RiskFacet, RiskFilter, RiskRow } from '../schema.ts';

/**
 * What the words of a search stand for: threats by name, and assets. Those are named one by one where they are few. Where they are many, a page
 * asks of each risk whether its asset matches, and finds enough soon (`each`); a count asks for all that match at once (`all`).
 */
export type Found = { threats: readonly string[]; assets: readonly string[] | 'each' | 'all' };

/** Up to so many assets are named one by one: their risks are few enough to be sorted. */
const namedAssets = 1000;
/** Where the planner expects more than so many, they are not looked up at all: finding them would take longer than the page. */
const expectedAssets = 5000;

/** Looks up what a text means, within the reader's scope. Null where there is no text. */
export async function find(reader: Reader, text: string | undefined, many: 'each' | 'all'): Promise<Found | null> {
  if (!text) return null;
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
  const threats = await reader.rows<{ key: string }>(
    Prisma.sql`SELECT key FROM threats WHERE lower(name) LIKE ${pattern} OR key LIKE ${pattern}`,
  );
  return { threats: threats.map(({ key }) => key), assets: await findAssets(reader, text, many) };
}

type Explained = { 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] };

async function findAssets(reader: Reader, text: string, many: 'each' | 'all'): Promise<Found['assets']> {
  const match = ofAsset(text);
  if (!match) return [];
  const matching = Prisma.sql`SELECT a.id FROM asset_list a WHERE ${match}`;
  const [explained] = await reader.rows<Explained>(Prisma.sql`EXPLAIN (FORMAT JSON) ${matching}`);
  if ((explained?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0) > expectedAssets) return many;
  const assets = await reader.rows<{ id: string }>(Prisma.sql`${matching} LIMIT ${namedAssets + 1}`);
  return assets.length > namedAssets ? many : assets.map(({ id }) => id);
}

function ofAsset(text: string): Prisma.Sql | null {
  const [words, letters] = [byWords(text), byLetters(text)];
  return words && letters ? Prisma.sql`(${words} OR ${letters})` : (words ?? letters);
}

function matches(text: string, { threats, assets }: Found): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (threats.length > 0) parts.push(Prisma.sql`r.threat = ANY (${[...threats]}::text[])`);
  const match = ofAsset(text) ?? Prisma.sql`false`;
  // As a value, not as EXISTS: Postgres would find all that match before the first row.
  if (assets === 'each') parts.push(Prisma.sql`(SELECT ${match} FROM asset_list a WHERE a.id = r.asset_id)`);
  else if (assets === 'all') parts.push(Prisma.sql`r.asset_id IN (SELECT a.id FROM asset_list a WHERE ${match})`);
  else if (assets.length > 0) parts.push(Prisma.sql`r.asset_id = ANY (${[...assets]}::uuid[])`);
  return parts.length > 0 ? Prisma.sql`(${Prisma.join(parts, ' OR ')})` : Prisma.sql`false`;
}

/** Still open, and past its date. */
export const overdue = (at: Date): Prisma.Sql => Prisma.sql`(r.due_at < ${at} AND r.level >= ${firstOpenLevel})`;

/** Still open, and due within so many days. */
const dueWithin = (at: Date, days: number): Prisma.Sql =>
  Prisma.sql`(r.due_at >= ${at} AND r.due_at < ${new Date(at.getTime() + days * 86_400_000)} AND r.level >= ${firstOpenLevel})`;

/** The condition of one value of the filter "due". */
export function dueCondition(state: DueState, at: Date): Prisma.Sql {
  switch (state) {
    case 'overdue':
      return overdue(at);
    case '7d':
      return dueWithin(at, 7);
    case '30d':
      return dueWithin(at, 30);
    case 'none':
      return Prisma.sql`r.due_at IS NULL`;
  }
}

/**
 * The conditions of a filter over `risk_list r`, to be joined by AND.
 * @param teams the teams that the answer is cut to: given by value, so that the planner knows which index is right
 * @param without a facet whose own filter is left out, because its counts are about the other values
 */
export function conditions(filter: RiskFilter, teams: TeamIds, found: Found | null, without?: RiskFacet): Prisma.Sql[] {
  const treated = filter.treatedIn?.length || filter.treatedFrom?.length;
  const parts = [...inTeams(teams), treated ? wasTreated(filter) : Prisma.sql`r.applies`];
  const any = (
    facet: RiskFacet | 'asset',
    column: Prisma.Sql,
    chosen: readonly (string | number)[] | undefined,
    type: 'text' | 'int' | 'uuid',
  ) => {
    if (!chosen?.length || facet === without) return;
    const cast = Prisma.raw(type);
    parts.push(
      chosen.length === 1 ? Prisma.sql`${column} = ${chosen[0]}::${cast}` : Prisma.sql`${column} = ANY (${[...chosen]}::${cast}[])`,
    );
  };
  any(
    'level',
    Prisma.sql`r.level`,
    filter.level?.map((level) => levels.indexOf(level)),
    'int',
  );
  any('stage', Prisma.sql`r.stage`, filter.stage, 'text');
  any('kind', Prisma.sql`r.kind`, filter.kind, 'text');
  any('threat', Prisma.sql`r.threat`, filter.threat, 'text');
  any(
    'coverage',
    Prisma.sql`r.coverage`,
    filter.coverage?.map((coverage) => coverages.indexOf(coverage)),
    'int',
  );
  any('likelihood', Prisma.sql`r.likelihood`, filter.likelihood, 'int');
  any('impact', Prisma.sql`r.impact`, filter.impact, 'int');
  any('asset', Prisma.sql`r.asset_id`, filter.asset, 'uuid');
  if (filter.owner?.length && without !== 'owner') parts.push(orNone(Prisma.sql`r.owner_id`, filter.owner, 'uuid'));
  if (filter.treatment?.length && without !== 'treatment') parts.push(orNone(Prisma.sql`r.treatment`, filter.treatment, 'text'));
  if (filter.due?.length && without !== 'due') {
    const at = now();
    parts.push(
      Prisma.sql`(${Prisma.join(
        filter.due.map((state) => dueCondition(state, at)),
        ' OR ',
      )})`,
    );
  }
  if (filter.assessedSince) parts.push(Prisma.sql`r.assessed_at >= ${sinceOf(filter.assessedSince, now())}`);
  if (filter.openedSince) parts.push(Prisma.sql`r.opened_at >= ${sinceOf(filter.openedSince, now())}`);
  if (filter.openedBefore) parts.push(Prisma.sql`r.opened_at < ${sinceOf(filter.openedBefore, now())}`);
  if (filter.q) parts.push(found ? matches(filter.q, found) : Prisma.sql`false`);
  return parts;
}

/** What was high or critical and became something less, in one of the months asked for. It may have ceased to apply since. */
function wasTreated({ treatedIn, treatedFrom }: RiskFilter): Prisma.Sql {
  const months = treatedIn?.map((month) => {
    const from = new Date(`${month}-01`);
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1));
    return Prisma.sql`(c.at >= ${from} AND c.at < ${to})`;
  });
  const parts = [Prisma.sql`c.treated_after IS NOT NULL`];
  if (months?.length) parts.push(Prisma.sql`(${Prisma.join(months, ' OR ')})`);
  if (treatedFrom?.length) parts.push(Prisma.sql`c.level_before = ANY (${treatedFrom.map((level) => levels.indexOf(level))}::smallint[])`);
  return Prisma.sql`r.id IN (SELECT c.risk_id FROM risk_changes c WHERE ${Prisma.join(parts, ' AND ')})`;
}

/** The cut to these teams, as conditions: none for every team. */
function inTeams(teams: TeamIds): Prisma.Sql[] {
  if (teams === 'every') return [];
  return [teams.length === 1 ? Prisma.sql`r.team_id = ${teams[0]}::uuid` : Prisma.sql`r.team_id = ANY (${[...teams]}::uuid[])`];
}

function orNone(column: Prisma.Sql, chosen: readonly string[], type: 'uuid' | 'text'): Prisma.Sql {
  const given = chosen.filter((value) => value !== 'none');
  const cast = Prisma.raw(type);
  const among = given.length === 1 ? Prisma.sql`${column} = ${given[0]}::${cast}` : Prisma.sql`${column} = ANY (${given}::${cast}[])`;
  if (!chosen.includes('none')) return among;
  return given.length ? Prisma.sql`(${column} IS NULL OR ${among})` : Prisma.sql`${column} IS NULL`;
}

/** What of a risk says how its level changes by time alone, after it was settled. */
export type Settled = {
  level: number;
  applies: boolean;
  severity: number;
  signal: number;
  assessed_at: Date | null;
  stale_at: Date | null;
  accepted_until: Date | null;
  accepted_severity: number | null;
  next_at: Date | null;
};
export const settledColumns = Prisma.sql`r.applies, r.severity, r.signal, r.accepted_severity, r.next_at`;

/** Has time changed what is stored, and nobody has settled it yet? */
export const isPassed = ({ next_at }: Pick<Settled, 'next_at'>, at: Date): boolean => next_at !== null && next_at <= at;

/** The level at a moment: what is stored, but for what time has ended since. What is accepted or trusted is so until its end, and not until a job has run. */
export function levelAt(row: Settled, at: Date): Level {
  if (!isPassed(row, at)) return levelOf(row.level);
  return levelOfRisk({
    applies: row.applies,
    severity: row.severity,
    assessed: row.assessed_at !== null,
    stale: row.stale_at !== null && row.stale_at <= at,
    accepted: row.accepted_until !== null && row.accepted_until > at && row.severity <= (row.accepted_severity ?? 0),
    signalled: row.signal > 0,
  });
}

/** A row of the list as the database gives it. */
export type ListedRisk = {
  id: string;
  asset_id: string;
  asset_name: string;
  asset_key: string;
  kind: Kind;
  threat: string;
  threat_name: string;
  stage: Stage;
  level: number;
  likelihood: number;
  impact: number;
  coverage: number;
  team: string;
  team_name: string;
  owner_name: string | null;
  treatment: Treatment | null;
  due_at: Date | null;
  assessed_at: Date | null;
  stale_at: Date | null;
  accepted_until: Date | null;
  opened_at: Date;
  updated_at: Date;
} & Settled;

/** The columns of a row, of risks `r` with `names` joined. */
export const rowColumns = Prisma.sql`
  r.id, r.asset_id, a.name AS asset_name, a.key AS asset_key, r.kind, r.threat, t.name AS threat_name, r.stage, r.level, r.likelihood, r.impact,
  r.coverage, m.key AS team, m.name AS team_name, u.name AS owner_name, r.treatment, r.due_at, r.assessed_at, r.stale_at, r.accepted_until,
  r.opened_at, r.updated_at, ${settledColumns}`;

/** What the ids and keys of a risk stand for: joined to the rows of a page alone. */
export const names = Prisma.sql`
  JOIN asset_list a ON a.id = r.asset_id JOIN threats t ON t.key = r.threat JOIN teams m ON m.id = r.team_id LEFT JOIN users u ON u.id = r.owner_id`;

/** Up to so many teams are read one by one, each in its own order, and merged; of more, the order over all teams finds enough soon. */
const merged = 8;

export type Ordered = {
  where: readonly Prisma.Sql[];
  teams: TeamIds;
  order: Prisma.Sql;
  limit: number;
  /** All that fit are found first and sorted then, where they are known to be far fewer than what would be met in their order. */
  foundFirst?: boolean;
};

/** The query of the first risks under these conditions in an order, with what they are called. */
export function ordered({ where, teams, order, limit, foundFirst = false }: Ordered): Prisma.Sql {
  const end = Prisma.sql`ORDER BY ${order} LIMIT ${limit}`;
  const one = (cut: readonly Prisma.Sql[]) => {
    const fitting = Prisma.sql`SELECT r.* FROM risk_list r WHERE ${all([...cut, ...where])}`;
    return foundFirst ? Prisma.sql`SELECT r.* FROM (${fitting} OFFSET 0) r ${end}` : Prisma.sql`${fitting} ${end}`;
  };
  const several = teams !== 'every' && teams.length > 1 && teams.length <= merged;
  const rows = several
    ? Prisma.sql`SELECT r.* FROM unnest(${teams}::uuid[]) AS scope (id) CROSS JOIN LATERAL (${one([Prisma.sql`r.team_id = scope.id`])}) r ${end}`
    : one(inTeams(teams));
  return Prisma.sql`SELECT ${rowColumns} FROM (${rows}) r ${names} ORDER BY ${order}`;
}

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Assessed, and past the day on which that or its evidence stops to hold. */
export const isStale = (row: Pick<ListedRisk, 'assessed_at' | 'stale_at'>, at: Date): boolean =>
  row.assessed_at !== null && row.stale_at !== null && row.stale_at <= at;

export function toRow(row: ListedRisk, at: Date): RiskRow {
  return {
    id: row.id,
    assetId: row.asset_id,
    assetName: row.asset_name,
    assetKey: row.asset_key,
    kind: row.kind,
    threat: row.threat,
    threatName: row.threat_name,
    stage: row.stage,
    level: levelAt(row, at),
    likelihood: row.likelihood,
    impact: row.impact,
    coverage: coverageOf(row.coverage),
    team: row.team,
    teamName: row.team_name,
    ownerName: row.owner_name,
    treatment: row.treatment,
    dueAt: iso(row.due_at),
    stale: isStale(row, at),
    acceptedUntil: iso(row.accepted_until),
    assessedAt: iso(row.assessed_at),
    openedAt: row.opened_at.toISOString(),
    changedAt: row.updated_at.toISOString(),
  };
}
