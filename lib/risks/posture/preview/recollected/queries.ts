import { levels } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { parseFacts } from '../../../scoring/facts/rules.ts';
import { levelOfRisk, score } from '../../../scoring/rules.ts';
import { factsOf, rankOf } from '../../sql.ts';
import { applicationOf, applicationsBetween, type Effect, effectsBetween, type LevellingCatalogue } from '../rules.ts';
import type { Recollected } from '../sql.ts';

type Row = {
  id: string | null;
  asset_id: string;
  facts: string;
  assessed: boolean;
  stale: boolean;
  accepted: number | null;
  signal: number;
};

/**
 * The risks whose facts would be others, not only their score: a control begins to count that is on the asset, one ceases to whose evidence has made
 * the risk stale, or the threat appears where more is known than that nobody has assessed it.
 */
export async function recollect(reader: Reader, standing: LevellingCatalogue, next: LevellingCatalogue, at: Date): Promise<Recollected[]> {
  const { added } = applicationsBetween(standing, next);
  const effects = effectsBetween(standing, next);
  const threats = new Set([...added, ...effects.added, ...effects.gone].map(({ threat }) => threat));
  if (threats.size === 0) return [];
  // As one sorted array, so that whatever hangs on the assets is read in the order in which it lies.
  const within = (id: Prisma.Sql) => Prisma.sql`${id} = ANY ((SELECT touched.ids FROM touched)::uuid[])`;
  const rows = await reader.rows<Row>(Prisma.sql`
    WITH touched AS MATERIALIZED (
      SELECT ARRAY(SELECT asset_id FROM (${touched(effects, [...new Set(added.map(({ threat }) => threat))], at)}) t ORDER BY asset_id) AS ids
    ), ${factsOf({
      assets: Prisma.sql`a.status = 'active' AND ${within(Prisma.sql`a.id`)}`,
      within,
      pairs: pairsOf(next, threats),
      mitigations: mitigationsOf(next, threats),
      only: { threats: [...threats], controls: [...threats].flatMap((threat) => [...(next.mitigations.get(threat)?.keys() ?? [])]) },
    })}
    SELECT t.id, t.asset_id, t.facts, t.assessed_at IS NOT NULL AS assessed, coalesce(least(t.assessed_until, t.until) <= ${at.toISOString()}::timestamptz, false) AS stale,
      CASE WHEN t.accepted_until > ${at.toISOString()}::timestamptz THEN t.accepted_severity END AS accepted, t.signal
    FROM told t WHERE t.applies`);
  const severities = new Map<string, number>();
  return rows.map(({ id, asset_id, facts, assessed, stale, accepted, signal }) => {
    const severity = severities.get(facts) ?? score(parseFacts(facts), next).residualSeverity;
    severities.set(facts, severity);
    const level = levelOfRisk({
      applies: true,
      severity,
      assessed,
      stale,
      accepted: accepted !== null && severity <= accepted,
      signalled: signal > 0,
    });
    return { riskId: id, assetId: asset_id, level: levels.indexOf(level) };
  });
}

/** The ids of assets of which more has to be read. */
function touched(effects: { gone: Effect[]; added: Effect[] }, appearing: readonly string[], at: Date): Prisma.Sql {
  const controls = [...new Set(effects.added.map(({ control }) => control))];
  const threats = [...new Set(effects.gone.map(({ threat }) => threat))];
  return Prisma.sql`
    SELECT asset_id FROM safeguards WHERE control = ANY (${controls}::text[]) AND state IN ('implemented', 'verified') AND asset_id IS NOT NULL
    UNION SELECT asset_id FROM risks WHERE threat = ANY (${threats}::text[]) AND stale_at <= ${at.toISOString()}::timestamptz
    UNION SELECT asset_id FROM risks WHERE threat = ANY (${[...appearing]}::text[]) AND NOT applies
    UNION SELECT asset_id FROM signals WHERE cleared_at IS NULL AND cardinality(${[...appearing]}::text[]) > 0 AND (threat IS NULL OR threat = ANY (${[...appearing]}::text[]))`;
}

function pairsOf({ applies }: LevellingCatalogue, threats: ReadonlySet<string>): Prisma.Sql {
  const rows = [...threats].flatMap((threat) => (applies.get(threat) ?? []).map((pair) => applicationOf(threat, pair)));
  return Prisma.sql`SELECT threat, kind, stage, ${rankOf(Prisma.sql`stage`)} AS rank FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(threat text, kind text, stage text)`;
}

function mitigationsOf({ mitigations }: LevellingCatalogue, threats: ReadonlySet<string>): Prisma.Sql {
  const rows = [...threats].flatMap((threat) =>
    [...(mitigations.get(threat) ?? [])].map(([control, { stages }]) => ({ threat, control, stages })),
  );
  return Prisma.sql`
    SELECT control, threat, ARRAY(SELECT jsonb_array_elements_text(stages)) AS stages
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS m(threat text, control text, stages jsonb)`;
}
