import { expect, test } from 'vitest';
import { owner } from '#lib/platform/testing.ts';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import { installCatalogue } from './catalogue.ts';

const ownerUrl = String(process.env.DATABASE_OWNER_URL);
const count = async (table: string) => (await owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

test('a migrated database has the built-in catalogue, whole, and the event of it', async () => {
  const { threats, controls, frameworks, version } = builtInCatalogue();
  expect(await count('threats')).toBe(threats.length);
  expect(await count('controls')).toBe(controls.length);
  expect(await count('mitigations')).toBe(controls.flatMap(({ mitigates }) => mitigates).length);
  expect(await count('framework_items')).toBe(frameworks.flatMap(({ items }) => items).length);
  expect(await count('catalogue_references')).toBe([...threats, ...controls].flatMap(({ references }) => references).length);
  expect((await owner.query("SELECT value FROM settings WHERE name = 'risk'")).rows[0]?.value).toMatchObject({
    assessmentDays: 180,
    catalogueVersion: version,
  });
  expect((await owner.query("SELECT after FROM audit_events WHERE event = 'catalogue.installed'")).rows).toEqual([
    { after: { version, threats: threats.length, controls: controls.length, frameworks: frameworks.length } },
  ]);
});

test('it is written once, whatever the organisation did with it since, and a newer one is left for people to look at', async () => {
  await owner.query('UPDATE threats SET enabled = false WHERE key = (SELECT min(key) FROM threats)');
  expect(await installCatalogue(ownerUrl, { ...builtInCatalogue(), version: 99 })).toBe(false);
  expect((await owner.query('SELECT FROM threats WHERE NOT enabled')).rowCount).toBe(1);
  expect(await count("settings WHERE name = 'risk' AND value ->> 'catalogueVersion' = '99'")).toBe(0);
});

test('a catalogue that cannot be written leaves nothing behind', async () => {
  await owner.query('TRUNCATE threats, controls, frameworks CASCADE');
  await owner.query('TRUNCATE catalogue_references');
  const built = builtInCatalogue();
  const [first] = built.threats;
  if (!first) throw new Error('The built-in catalogue has no threats.');
  const wrong = { ...built, threats: [{ ...first, references: ['nowhere:1'] }, ...built.threats.slice(1)] };
  await expect(installCatalogue(ownerUrl, wrong)).rejects.toMatchObject({ code: '23503' });
  expect(await count('threats')).toBe(0);
  expect(await installCatalogue(ownerUrl)).toBe(true);
  expect(await count('threats')).toBe(built.threats.length);
});
