import { stages } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How many there are, by "measure team kind stage level x y". */
export type Tallies = Map<string, number>;

type Tallied = { measure: string; teamId: string; kind: string; stage: string; level: number; x: number; y: number };

const keyOf = ({ measure, teamId, kind, stage, level, x, y }: Tallied) => `${measure} ${teamId} ${kind} ${stage || '-'} ${level} ${x} ${y}`;

function add(tallies: Tallies, tallied: Tallied): void {
  const key = keyOf(tallied);
  tallies.set(key, (tallies.get(key) ?? 0) + 1);
}

/** An active asset counts as a whole and at each stage. */
export function countAsset(
  tallies: Tallies,
  asset: { teamId: string; kind: string; status: string; level: number; stages: readonly number[] },
): void {
  if (asset.status !== 'active') return;
  const { teamId, kind } = asset;
  add(tallies, { measure: 'asset', teamId, kind, stage: '', level: asset.level, x: 0, y: 0 });
  for (const [at, stage] of stages.entries())
    add(tallies, { measure: 'asset', teamId, kind, stage, level: asset.stages[at] ?? 0, x: 0, y: 0 });
}

/** A risk that applies counts by its values, by its coverage and by the month in which it opened, in months since the year 0. */
export function countRisk(
  tallies: Tallies,
  risk: {
    applies: boolean;
    teamId: string;
    kind: string;
    stage: string;
    level: number;
    likelihood: number;
    impact: number;
    coverage: number;
    openedAt: Date;
  },
): void {
  if (!risk.applies) return;
  const { teamId, kind, stage, level } = risk;
  const month = risk.openedAt.getUTCFullYear() * 12 + risk.openedAt.getUTCMonth();
  add(tallies, { measure: 'risk', teamId, kind, stage, level, x: risk.likelihood, y: risk.impact });
  add(tallies, { measure: 'coverage', teamId, kind, stage, level, x: risk.coverage, y: 0 });
  add(tallies, { measure: 'age', teamId, kind, stage: '', level, x: month, y: 0 });
}

type Uncounted = { of: string; field: string; stored: number; computed: number };

/** Where what is tallied is not what was counted, and where a sum of tallies is not their sum. */
export async function compareTallies(reader: Reader, counted: Tallies): Promise<Uncounted[]> {
  const rows = await reader.rows<Tallied & { n: string }>(Prisma.sql`
    SELECT measure, team_id AS "teamId", kind, stage, level, x, y, sum(n)::text AS n FROM tallies
    WHERE measure IN ('asset', 'risk', 'coverage', 'age') GROUP BY 1, 2, 3, 4, 5, 6, 7`);
  const stored = new Map(rows.map(({ n, ...tallied }) => [keyOf(tallied), Number(n)]));
  const wrong = [...new Set([...stored.keys(), ...counted.keys()])]
    .map((key) => ({ of: `tally ${key}`, field: 'n', stored: stored.get(key) ?? 0, computed: counted.get(key) ?? 0 }))
    .filter((each) => each.stored !== each.computed);
  return [...wrong, ...(await compareSums(reader))];
}

async function compareSums(reader: Reader): Promise<Uncounted[]> {
  const rows = await reader.rows<{ key: string; stored: string; computed: string }>(Prisma.sql`
    SELECT concat_ws(' ', measure, coalesce(team_id::text, 'everywhere'), kind, stage, level, x, y) AS key, sum(stored)::text AS stored, sum(computed)::text AS computed
    FROM (
      SELECT team_id, measure, kind, stage, level, x, y, n AS stored, 0 AS computed FROM tally_sums
      UNION ALL SELECT NULL, measure, kind, stage, level, x, y, 0, n FROM tallies
      UNION ALL SELECT team_id, 'level', kind, stage, level, 0, 0, 0, n FROM tallies WHERE measure = 'risk'
    ) either GROUP BY team_id, measure, kind, stage, level, x, y HAVING sum(stored) <> sum(computed)`);
  return rows.map(({ key, stored, computed }) => ({ of: `sum ${key}`, field: 'n', stored: Number(stored), computed: Number(computed) }));
}
