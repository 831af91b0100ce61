import type { Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Mitigation, type ScoringCatalogue, usualMatrix } from './rules.ts';

/** How long an assessment is valid, in days, where the organisation has not set it. */
export const usualAssessmentDays = 180;

type Row = {
  threats: { key: string; likelihood: number; affects: string[] }[];
  mitigations: ({ threat: string; control: string } & Mitigation)[];
  matrix: number[] | null;
  days: number | null;
};

/** What scores depend on beside a risk's facts, as the catalogue stands; and how many days an assessment is valid. */
export async function getScoringCatalogue(reader: Reader): Promise<ScoringCatalogue & { assessmentDays: number }> {
  const [row] = await reader.rows<Row>(Prisma.sql`
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'likelihood', likelihood, 'affects', affects)), '[]') FROM threats) AS threats,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('threat', m.threat, 'control', m.control, 'reduces', m.reduces, 'strength', m.strength, 'stages', m.stages)), '[]')
        FROM mitigations m JOIN controls c ON c.key = m.control WHERE m.strength > 0 AND c.enabled) AS mitigations,
      (SELECT value -> 'matrix' FROM settings WHERE name = 'risk') AS matrix,
      (SELECT (value ->> 'assessmentDays')::int FROM settings WHERE name = 'risk') AS days`);
  const mitigations = new Map<string, Map<string, Mitigation>>();
  for (const { threat, control, reduces, strength, stages } of row?.mitigations ?? []) {
    const known = mitigations.get(threat) ?? new Map<string, Mitigation>();
    mitigations.set(threat, known.set(control, { reduces, strength, stages: stages as Stage[] }));
  }
  return {
    threats: new Map((row?.threats ?? []).map(({ key, likelihood, affects }) => [key, { likelihood, affects }])),
    mitigations,
    matrix: row?.matrix ?? usualMatrix,
    assessmentDays: row?.days ?? usualAssessmentDays,
  };
}
