import type { Stage } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { riskSettingsIn } from '../catalogue/rules.ts';
import type { Mitigation, ScoringCatalogue } from './rules.ts';

/** The catalogue as the database gives it. */
export type CatalogueRow = {
  threats: { key: string; likelihood: number; affects: string[] }[];
  mitigations: ({ threat: string; control: string } & Mitigation)[];
  settings: unknown;
};

/** The columns of a CatalogueRow, as far as they concern the threats of which a condition on their key holds. */
export const catalogueColumns = (of: (threat: Prisma.Sql) => Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('key', h.key, 'likelihood', h.likelihood, 'affects', h.affects)), '[]') FROM threats h
    WHERE ${of(Prisma.sql`h.key`)}) AS threats,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('threat', m.threat, 'control', m.control, 'reduces', m.reduces, 'strength', m.strength, 'stages', m.stages)), '[]')
    FROM mitigations m JOIN controls c ON c.key = m.control WHERE m.strength > 0 AND c.enabled AND ${of(Prisma.sql`m.threat`)}) AS mitigations,
  (SELECT value FROM settings WHERE name = 'risk') AS settings`;

/** What scores depend on beside a risk's facts, as the catalogue stands; and how many days an assessment is valid. */
export async function getScoringCatalogue(reader: Reader): Promise<ScoringCatalogue & { assessmentDays: number }> {
  const [row] = await reader.rows<CatalogueRow>(Prisma.sql`SELECT ${catalogueColumns(() => Prisma.sql`true`)}`);
  return scoringCatalogue(row ?? null);
}

/** What a row of the catalogue says. */
export function scoringCatalogue(row: CatalogueRow | null): ScoringCatalogue & { assessmentDays: number } {
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
