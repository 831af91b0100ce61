import { Prisma } from '#prisma/generated/client.ts';
import { parseFacts } from '../../../scoring/facts/rules.ts';
import { getScoringCatalogue } from '../../../scoring/queries.ts';
import { type Score, score } from '../../../scoring/rules.ts';
import type { Runner } from '../../commands.ts';
import { asHouse } from '../../due/commands.ts';

/** So many are read and scored at once. */
const piece = 20_000;

type Row = { id: number; facts: string; is: number[] };

/** The values of a score in the order of `is`. */
const valuesOf = (scored: Score) => [
  scored.computedLikelihood,
  scored.computedImpact,
  scored.likelihood,
  scored.impact,
  scored.severity,
  scored.residualLikelihood,
  scored.residualImpact,
  scored.residualSeverity,
  scored.coverage,
];

/**
 * Scores the facts that are kept by the catalogue as it stands, and forgets those that no risk has. Waits for whoever settles by the catalogue as it was,
 * and has those who come wait: what they find afterwards is new.
 */
export async function remakeScorings(): Promise<void> {
  await asHouse('risks.recalculated', async (runner) => {
    await runner.rows(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.scorings', 0))`);
    await runner.rows(Prisma.sql`DELETE FROM scorings s WHERE NOT EXISTS (SELECT FROM risks r WHERE r.scoring_id = s.id)`);
    const catalogue = await getScoringCatalogue(runner);
    for (let last = 0; ; ) {
      const rows = await runner.rows<Row>(Prisma.sql`
        SELECT id, facts, ARRAY[computed_likelihood, computed_impact, likelihood, impact, severity, residual_likelihood, residual_impact, residual_severity, coverage]::int[] AS "is"
        FROM scorings WHERE id > ${last} ORDER BY id LIMIT ${piece}`);
      const moved = rows.flatMap(({ id, facts, is }) => {
        const values = valuesOf(score(parseFacts(facts), catalogue));
        return values.some((value, at) => value !== is[at]) ? [[id, ...values]] : [];
      });
      await rewrite(runner, moved);
      const end = rows.at(-1);
      if (!end || rows.length < piece) return;
      last = end.id;
    }
  });
}

async function rewrite(runner: Runner, moved: readonly number[][]): Promise<void> {
  if (moved.length === 0) return;
  const column = (at: number) => Prisma.sql`${moved.map((row) => row[at] ?? 0)}::int[]`;
  await runner.rows(Prisma.sql`
    UPDATE scorings s SET computed_likelihood = m.a, computed_impact = m.b, likelihood = m.c, impact = m.d, severity = m.e,
      residual_likelihood = m.f, residual_impact = m.g, residual_severity = m.h, coverage = m.i
    FROM unnest(${column(0)}, ${column(1)}, ${column(2)}, ${column(3)}, ${column(4)}, ${column(5)}, ${column(6)}, ${column(7)}, ${column(8)}, ${column(9)})
      AS m(id, a, b, c, d, e, f, g, h, i) WHERE s.id = m.id`);
}
