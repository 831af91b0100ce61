import type { Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { riskSettingsIn } from '../catalogue/rules.ts';
import type { Mitigation, ScoringCatalogue } from './rules.ts';

type Row = {
  threats: { key: string; likelihood: number; affects: string[] }[];
  mitigations: ({ threat: string; control: string } & Mitigation)[];
  settings: unknown;
};

/** What scores depend on beside a risk's facts, as the catalogue stands; and how many days an assessment is valid. */
export async function getScoringCatalogue(reader: Reader): Promise<ScoringCatalogue & { assessmentDays: number }> {
  const [row] = await reader.rows<Row>(Prisma.sql`
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'likelihood', likelihood, 'affects', affects)), '[]') FROM threats) AS threats,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('threat', m.threat, 'control', m.control, 'reduces', m.reduces, 'strength', m.strength, 'stages', m.stages)), '[]')
        FROM mitigations m JOIN controls c ON c.key = m.control WHERE m.strength > 0 AND c.enabled) AS mitigations,
      (SELECT value FROM settings WHERE name = 'risk') AS settings`);
  const mitigations = new Map<string, Map<string, Mitigation>>();
  for (const { threat, control, reduces, strength, stages } of row?.mitigations ?? []) {
    const known = mitigations.get(threat) ?? new Map<string, Mitigation>();
    mitigations.set(threat, known.set(control, { reduces, strength, stages: stages as Stage[] }));
  }
  const { matrix, assessmentDays } = riskSettingsIn(row?.settings);
  return {
    threats: new Map((row?.threats ?? []).map(({ key, likelihood, affects }) => [key, { likelihood, affects }])),
    mitigations,
    matrix,
    assessmentDays,
  };
}
