import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  type ControlEntry,
  type FrameworkEntry,
  type FrameworkItemEntry,
  type MitigationEntry,
  riskSettingsIn,
  type StandingCatalogue,
  type ThreatEntry,
} from './rules.ts';

type WithKey<T> = T & { of: string };

/** The whole catalogue as it stands, switched-off entries too: entries by name, items in the order of their framework. Some hundred rows. */
export async function standingCatalogue(reader: Reader): Promise<StandingCatalogue> {
  // One connection answers one question at a time.
  const threats = await reader.rows<Omit<ThreatEntry, 'references'>>(Prisma.sql`
    SELECT key, name, summary, description, affects, likelihood, applies, built_in AS "builtIn", enabled, version FROM threats ORDER BY lower(name), key`);
  const controls = await reader.rows<Omit<ControlEntry, 'references' | 'mitigates'>>(Prisma.sql`
    SELECT key, name, summary, description, evidence, built_in AS "builtIn", enabled, version FROM controls ORDER BY lower(name), key`);
  const frameworks = await reader.rows<Omit<FrameworkEntry, 'items'>>(Prisma.sql`
    SELECT key, name, edition, publisher, built_in AS "builtIn", enabled, version FROM frameworks ORDER BY lower(name), key`);
  const mitigations = byOwner(
    await reader.rows<WithKey<MitigationEntry>>(Prisma.sql`
      SELECT control AS of, threat, reduces, strength, shipped_strength AS "shippedStrength", stages FROM mitigations ORDER BY control, threat`),
  );
  const items = byOwner(
    await reader.rows<WithKey<FrameworkItemEntry>>(Prisma.sql`
      SELECT framework AS of, id, name, section FROM framework_items ORDER BY framework, position, id`),
  );
  const references = byOwner(
    await reader.rows<WithKey<{ reference: string }>>(Prisma.sql`
      SELECT subject || ' ' || key AS of, framework || ':' || item AS reference FROM catalogue_references`),
  );
  const [settings] = await reader.rows<{ value: unknown; version: number }>(
    Prisma.sql`SELECT value, version FROM settings WHERE name = 'risk'`,
  );
  const referencesOf = (subject: string, key: string) =>
    (references.get(`${subject} ${key}`) ?? []).map(({ reference }) => reference).sort();
  return {
    threats: threats.map((threat) => ({ ...threat, references: referencesOf('threat', threat.key) })),
    controls: controls.map((control) => ({
      ...control,
      references: referencesOf('control', control.key),
      mitigates: mitigations.get(control.key) ?? [],
    })),
    frameworks: frameworks.map((framework) => ({ ...framework, items: items.get(framework.key) ?? [] })),
    settings: { ...riskSettingsIn(settings?.value), version: settings?.version ?? 0 },
  };
}

function byOwner<T extends object>(rows: readonly WithKey<T>[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const { of, ...row } of rows) grouped.set(of, [...(grouped.get(of) ?? []), row as unknown as T]);
  return grouped;
}
