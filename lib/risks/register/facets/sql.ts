/** Counts that the database keeps anyway: the tallies of risks, for filters that they know. */
import { inTeams, type TeamIds } from '#lib/assets/list/sql.ts';
import { levels } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { coverages } from '../rules.ts';
import type { RiskFacet, RiskFilter } from '../schema.ts';

/** The two measures: by likelihood and impact, or by coverage; each by team, kind, stage and level too. */
export type Tally = 'risk' | 'coverage';

const inBoth: ReadonlySet<string> = new Set(['team', 'kind', 'stage', 'level']);
const inOne: Readonly<Record<Tally, ReadonlySet<string>>> = {
  risk: new Set(['likelihood', 'impact']),
  coverage: new Set(['coverage']),
};

/** The measure that knows all that this filter asks, and the facet; null where none does, and the risks themselves must be counted. */
export function countedByTally(filter: RiskFilter, facet?: RiskFacet): Tally | null {
  const asked = Object.entries(filter).filter(([name, value]) => value !== undefined && name !== facet);
  const parts = [...asked.map(([name]) => name), ...(facet ? [facet] : [])].filter((name) => !inBoth.has(name));
  return (['risk', 'coverage'] as const).find((tally) => parts.every((name) => inOne[tally].has(name))) ?? null;
}

/** The columns of a tally that hold what a facet is about. */
export const tallyColumns: Readonly<Partial<Record<RiskFacet, Prisma.Sql>>> = {
  kind: Prisma.sql`a.kind`,
  stage: Prisma.sql`a.stage`,
  level: Prisma.sql`a.level`,
  likelihood: Prisma.sql`a.x`,
  impact: Prisma.sql`a.y`,
  coverage: Prisma.sql`a.x`,
};

/** The conditions over `tallies a`, to be joined by AND. */
export function tallyConditions(tally: Tally, filter: RiskFilter, teams: TeamIds, without?: RiskFacet): Prisma.Sql[] {
  const parts = [Prisma.sql`a.measure = ${tally}`, ...inTeams(teams)];
  const any = (facet: RiskFacet, column: Prisma.Sql, chosen: readonly (string | number)[] | undefined, type: 'text' | 'int') => {
    if (chosen?.length && facet !== without) parts.push(Prisma.sql`${column} = ANY (${[...chosen]}::${Prisma.raw(type)}[])`);
  };
  any('kind', Prisma.sql`a.kind`, filter.kind, 'text');
  any('stage', Prisma.sql`a.stage`, filter.stage, 'text');
  any(
    'level',
    Prisma.sql`a.level`,
    filter.level?.map((level) => levels.indexOf(level)),
    'int',
  );
  any('likelihood', Prisma.sql`a.x`, filter.likelihood, 'int');
  any('impact', Prisma.sql`a.y`, filter.impact, 'int');
  any(
    'coverage',
    Prisma.sql`a.x`,
    filter.coverage?.map((coverage) => coverages.indexOf(coverage)),
    'int',
  );
  return parts;
}

/** How many risks a filter shows that tallies know. */
export async function tallyTotal(reader: Reader, tally: Tally, filter: RiskFilter, teams: TeamIds): Promise<number> {
  const where = Prisma.join(tallyConditions(tally, filter, teams), ' AND ');
  const [row] = await reader.rows<{ total: number }>(
    Prisma.sql`SELECT coalesce(sum(a.n), 0)::float8 AS total FROM tallies a WHERE ${where}`,
  );
  return row?.total ?? 0;
}
