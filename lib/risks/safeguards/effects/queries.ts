/** The risks of an asset with the facts that their scores rest on, and what controls do to them. */
import { levelOf } from '#lib/assets/list/sql.ts';
import type { Level, Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { parseFacts } from '../../scoring/facts/rules.ts';
import { getScoringCatalogue } from '../../scoring/queries.ts';
import type { Facts, ScoringCatalogue } from '../../scoring/rules.ts';
import type { Reduced } from '../schema.ts';
import { effectOf } from './rules.ts';

export type ScoredRisk = { id: string; threat: string; threatName: string; stage: Stage; level: Level; facts: Facts };
export type AssetRisks = { risks: readonly ScoredRisk[]; catalogue: ScoringCatalogue };

type Row = { id: string; threat: string; threat_name: string; stage: Stage; level: number; facts: string };

/** The risks that apply to an asset, the worst first, and the catalogue that scores them. */
export async function risksOfAsset(reader: Reader, assetId: string): Promise<AssetRisks> {
  const rows = await reader.rows<Row>(Prisma.sql`
    SELECT r.id, r.threat, h.name AS threat_name, r.stage, r.level, c.facts
    FROM risks r JOIN threats h ON h.key = r.threat JOIN scorings c ON c.id = r.scoring_id
    WHERE r.asset_id = ${assetId}::uuid AND r.applies ORDER BY r.level DESC, r.severity DESC, lower(h.name), r.stage`);
  return {
    risks: rows.map(({ threat_name, level, facts, ...row }) => ({
      ...row,
      threatName: threat_name,
      level: levelOf(level),
      facts: parseFacts(facts),
    })),
    catalogue: await getScoringCatalogue(reader),
  };
}

/** Those of the risks that a control reduces, with what it does to each. */
export function reducedBy(control: string, { risks, catalogue }: AssetRisks): Reduced[] {
  return risks.flatMap(({ id, threat, threatName, stage, level, facts }) => {
    const effect = effectOf(facts, control, catalogue);
    return effect ? [{ riskId: id, threat, threatName, stage, level, ...effect }] : [];
  });
}
