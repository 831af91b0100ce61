import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { countWithin, teamsOf } from '#lib/assets/list/queries.ts';
import { levelOf, type TeamIds } from '#lib/assets/list/sql.ts';
import { kindLabels, levelLabels, stageLabels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { all, conditions, dueCondition, find } from '../list/sql.ts';
import { coverageLabels, coverageOf, dueLabels, dueStates, impactLabels, likelihoodLabels, treatmentLabels } from '../rules.ts';
import type { RiskFacet, RiskFacetCounts, RiskFilter, RiskFilterNames } from '../schema.ts';
import { countedByTally, tallyColumns, tallyConditions } from './sql.ts';

/** A filter of many values shows the most frequent of them; more are found by typing. */
const shownValues = 50;
/** Where all cannot be counted in time, the values of this many risks are named, without their numbers. */
const sampled = 50_000;

type FacetInput = RiskFilter & { facet: RiskFacet; term?: string };
type FacetRow = { value: string | number | null; label: string | null; count: number };

/**
 * The values of one filter with how many risks each would show, the other filters standing; the most frequent first. A count that would take
 * too long is null, and the values are then those of a part of the risks.
 */
export async function countFacet(actor: Actor, { facet, term = '', ...filter }: FacetInput): Promise<RiskFacetCounts> {
  const scope = scopeOf(actor);
  const rows = (limit?: number) => async (reader: Reader) => {
    const teams = await teamsOf(reader, actor, facet === 'team' ? { ...filter, team: undefined } : filter);
    const tally = limit === undefined ? countedByTally(filter, facet) : null;
    if (tally) return reader.rows<FacetRow>(tallyQuery(tally, filter, facet, teams));
    const where = all(conditions(filter, teams, await find(reader, filter.q, 'all'), facet));
    return facet === 'due' ? countDue(reader, where, limit) : reader.rows<FacetRow>(facetQuery(facet, where, term, limit));
  };
  const counted = await countWithin(scope, rows());
  if (counted) return { counts: inWords(facet, counted, term) };
  const part = (await countWithin(scope, rows(sampled))) ?? [];
  return { counts: inWords(facet, part, term).map((each) => ({ ...each, count: null })) };
}

const columns: Record<Exclude<RiskFacet, 'team' | 'owner' | 'threat' | 'due'>, Prisma.Sql> = {
  level: Prisma.sql`r.level`,
  stage: Prisma.sql`r.stage`,
  kind: Prisma.sql`r.kind`,
  treatment: Prisma.sql`coalesce(r.treatment, 'none')`,
  coverage: Prisma.sql`r.coverage`,
  likelihood: Prisma.sql`r.likelihood`,
  impact: Prisma.sql`r.impact`,
};

/** The query that counts the values of one facet: rows of value, label and count. With a limit it looks at so many risks alone. */
function facetQuery(facet: Exclude<RiskFacet, 'due'>, where: Prisma.Sql, term: string, limit?: number): Prisma.Sql {
  const found = foundBy(where, limit);
  const pattern = `%${term.toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
  const counted = (column: Prisma.Sql) => Prisma.sql`(SELECT ${column} AS value, count(*)::int AS count FROM ${found} GROUP BY 1) c`;
  if (facet === 'team')
    return Prisma.sql`SELECT t.key AS value, t.name AS label, c.count FROM ${counted(Prisma.sql`r.team_id`)} JOIN teams t ON t.id = c.value
      WHERE lower(t.name) LIKE ${pattern} ORDER BY c.count DESC, t.name LIMIT ${shownValues}`;
  if (facet === 'threat')
    return Prisma.sql`SELECT t.key AS value, t.name AS label, c.count FROM ${counted(Prisma.sql`r.threat`)} JOIN threats t ON t.key = c.value
      WHERE lower(t.name) LIKE ${pattern} ORDER BY c.count DESC, t.name LIMIT ${shownValues}`;
  if (facet === 'owner')
    return Prisma.sql`SELECT coalesce(c.value::text, 'none') AS value, coalesce(u.name, 'No owner') AS label, c.count
      FROM ${counted(Prisma.sql`r.owner_id`)} LEFT JOIN users u ON u.id = c.value
      WHERE lower(coalesce(u.name, 'No owner')) LIKE ${pattern} ORDER BY c.count DESC, 2 LIMIT ${shownValues}`;
  return Prisma.sql`SELECT ${columns[facet]} AS value, NULL AS label, count(*)::int AS count FROM ${found} GROUP BY 1`;
}

function foundBy(where: Prisma.Sql, limit?: number): Prisma.Sql {
  return Prisma.sql`(SELECT r.* FROM risk_list r WHERE ${where} ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`}) r`;
}

/** The next seven days are among the next thirty: each value is counted by itself. */
async function countDue(reader: Reader, where: Prisma.Sql, limit?: number): Promise<FacetRow[]> {
  const at = now();
  const counts = dueStates.map((state) => Prisma.sql`count(*) FILTER (WHERE ${dueCondition(state, at)})::int`);
  const [row] = await reader.rows<{ counts: number[] }>(
    Prisma.sql`SELECT ARRAY[${Prisma.join(counts)}] AS counts FROM ${foundBy(where, limit)}`,
  );
  return dueStates.map((state, index) => ({ value: state, label: null, count: row?.counts[index] ?? 0 }));
}

function tallyQuery(tally: 'risk' | 'coverage', filter: RiskFilter, facet: RiskFacet, teams: TeamIds): Prisma.Sql {
  const where = Prisma.join(tallyConditions(tally, filter, teams, facet), ' AND ');
  if (facet === 'team')
    return Prisma.sql`SELECT t.key AS value, t.name AS label, c.count FROM
      (SELECT a.team_id, sum(a.n)::int AS count FROM tallies a WHERE ${where} GROUP BY 1 HAVING sum(a.n) > 0) c JOIN teams t ON t.id = c.team_id
      ORDER BY c.count DESC, t.name`;
  const column = tallyColumns[facet] ?? Prisma.sql`a.kind`;
  return Prisma.sql`SELECT ${column} AS value, NULL AS label, sum(a.n)::int AS count FROM tallies a WHERE ${where} GROUP BY 1 HAVING sum(a.n) > 0`;
}

const withNone = { ...treatmentLabels, none: 'Not chosen' };
const labels: Partial<Record<RiskFacet, Record<string, string>>> = {
  kind: kindLabels,
  stage: stageLabels,
  level: levelLabels,
  treatment: withNone,
  coverage: coverageLabels,
  due: dueLabels,
  likelihood: likelihoodLabels,
  impact: impactLabels,
};

/** The counts as they are answered; a vocabulary's values stand in its own order, those without a risk at zero. */
function inWords(facet: RiskFacet, rows: FacetRow[], term: string): RiskFacetCounts['counts'] {
  const vocabulary = labels[facet];
  if (!vocabulary)
    return rows
      .map((row) => ({ value: String(row.value), label: row.label ?? String(row.value), count: row.count }))
      .filter(({ label }) => label.toLowerCase().includes(term.toLowerCase()))
      .slice(0, shownValues);
  const named = ({ value }: FacetRow) => {
    if (facet === 'level') return levelOf(Number(value));
    return facet === 'coverage' ? coverageOf(Number(value)) : String(value);
  };
  const counted = new Map(rows.map((row) => [named(row), row.count]));
  return Object.entries(vocabulary).map(([value, label]) => ({ value, label, count: counted.get(value) ?? 0 }));
}

type Named = { value: string; name: string };

/** Names for the ids and keys of a filter: people and assets by id, readable teams and threats by key. What is unknown is left out. */
export async function nameFilter(actor: Actor, filter: Pick<RiskFilter, 'owner' | 'team' | 'threat' | 'asset'>): Promise<RiskFilterNames> {
  const scope = scopeOf(actor);
  const people = (filter.owner ?? []).filter((id) => id !== 'none');
  return read(scope, async (reader) => {
    const named = async (wanted: readonly string[] | undefined, query: (wanted: readonly string[]) => Prisma.Sql) =>
      wanted?.length ? Object.fromEntries((await reader.rows<Named>(query(wanted))).map(({ value, name }) => [value, name])) : {};
    const cut = scope.read === 'every' ? Prisma.empty : Prisma.sql`AND id = ANY (${[...scope.read]}::uuid[])`;
    return {
      owner: {
        none: 'No owner',
        ...(await named(people, (ids) => Prisma.sql`SELECT id AS value, name FROM users WHERE id = ANY (${[...ids]}::uuid[])`)),
      },
      team: await named(filter.team, (keys) => Prisma.sql`SELECT key AS value, name FROM teams WHERE key = ANY (${[...keys]}) ${cut}`),
      threat: await named(filter.threat, (keys) => Prisma.sql`SELECT key AS value, name FROM threats WHERE key = ANY (${[...keys]})`),
      asset: await named(filter.asset, (ids) => Prisma.sql`SELECT id AS value, name FROM asset_list WHERE id = ANY (${[...ids]}::uuid[])`),
    };
  });
}
