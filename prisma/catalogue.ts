/** Writes the built-in catalogue of threats, controls and frameworks into a database that has none. */
import type pg from 'pg';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import type { Catalogue } from '#lib/risks/catalogue/file.ts';
import { entriesOf, usualRiskSettings } from '#lib/risks/catalogue/rules.ts';
import { History } from './demo/history.ts';
import { insertRows, ownerTransaction } from './owner-transaction.ts';

/**
 * Writes the catalogue, the scoring that an organisation begins with, and the event of it, in one transaction over the owner's connection. False, and
 * nothing written, where there is a catalogue already: a newer version is shown to people before it is applied (lib/risks/catalogue).
 */
export async function installCatalogue(ownerUrl: string, catalogue: Catalogue = builtInCatalogue(), now = new Date()): Promise<boolean> {
  return ownerTransaction(ownerUrl, 'catalogue.installed', async (client) => {
    const { rows } = await client.query<{ taken: boolean }>('SELECT EXISTS (SELECT FROM threats WHERE built_in) AS taken');
    if (rows[0]?.taken) return false;
    await insertEntries(client, catalogue, now);
    const settings = { ...usualRiskSettings, catalogueVersion: catalogue.version };
    await client.query(
      `INSERT INTO settings (name, value, updated_at) VALUES ('risk', $1, $2)
       ON CONFLICT (name) DO UPDATE SET value = settings.value || jsonb_build_object('catalogueVersion', $3::int), version = settings.version + 1`,
      [settings, now, catalogue.version],
    );
    const history = new History('start');
    const counts = { threats: catalogue.threats.length, controls: catalogue.controls.length, frameworks: catalogue.frameworks.length };
    const after = { version: catalogue.version, ...counts };
    history.record({ event: 'catalogue.installed', at: now, actorId: null, target: ['catalogue', null], after });
    await insertRows(client, 'audit_events', history.rows);
    return true;
  });
}

async function insertEntries(client: pg.Client, catalogue: Catalogue, now: Date): Promise<void> {
  const { threats, controls, frameworks } = entriesOf(catalogue, true);
  const made = { built_in: true, enabled: true, created_at: now, updated_at: now, version: 1 };
  await insertRows(
    client,
    'frameworks',
    frameworks.map(({ key, name, edition, publisher }) => ({ key, name, edition, publisher, ...made })),
  );
  await insertRows(
    client,
    'framework_items',
    frameworks.flatMap(({ key, items }) => items.map((item, position) => ({ framework: key, position, ...item }))),
  );
  await insertRows(
    client,
    'threats',
    threats.map(({ key, name, summary, description, affects, likelihood, applies }) => ({
      ...{ key, name, summary, description, affects, likelihood, applies },
      ...made,
    })),
  );
  await insertRows(
    client,
    'controls',
    controls.map(({ key, name, summary, description, evidence }) => ({ key, name, summary, description, evidence, ...made })),
  );
  await insertRows(
    client,
    'mitigations',
    controls.flatMap(({ key, mitigates }) =>
      mitigates.map(({ threat, reduces, strength, shippedStrength, stages }) => ({
        ...{ control: key, threat, reduces, strength },
        shipped_strength: shippedStrength,
        stages,
      })),
    ),
  );
  const referring = [
    ...threats.map((entry) => ({ subject: 'threat', ...entry })),
    ...controls.map((entry) => ({ subject: 'control', ...entry })),
  ];
  await insertRows(
    client,
    'catalogue_references',
    referring.flatMap(({ subject, key, references }) =>
      references.map((reference) => {
        const colon = reference.indexOf(':');
        return { subject, key, framework: reference.slice(0, colon), item: reference.slice(colon + 1) };
      }),
    ),
  );
}
