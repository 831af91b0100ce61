import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/platform/errors.ts';
import { differences } from '../differences/rules.ts';
import type { Catalogue } from '../file.ts';
import { entriesOf, fileOf, type StandingCatalogue, usualRiskSettings } from '../rules.ts';
import { mergeFile, mergeNewer } from './rules.ts';

const words = { summary: 'In short.', description: 'At length.' };
const small: Catalogue = {
  version: 1,
  released: '2026-11-23',
  frameworks: [{ key: 'book', name: 'Book', edition: '1', publisher: 'They', items: [{ id: 'B1', name: 'One', group: 'All' }] }],
  threats: ['theft', 'tampering'].map((key) => ({
    ...{ key, name: key, ...words, affects: ['integrity'], likelihood: 2, applies: { model: ['develop'] }, references: ['book:B1'] },
  })),
  controls: [
    {
      ...{ key: 'signing', name: 'Signing', ...words, evidence: 'A log.', references: [] },
      mitigates: [
        { threat: 'theft', reduces: 'likelihood', strength: 1 },
        { threat: 'tampering', reduces: 'likelihood', strength: 2 },
      ],
    },
  ],
};
const standing = (): StandingCatalogue => ({
  ...structuredClone(entriesOf(small, true)),
  settings: { ...usualRiskSettings, catalogueVersion: 1, version: 1 },
});
const newer = (change: (catalogue: Catalogue) => void): Catalogue => {
  const catalogue = { ...structuredClone(small), version: 2 };
  change(catalogue);
  return catalogue;
};
const strengths = ({ controls }: StandingCatalogue) =>
  Object.fromEntries(controls.flatMap(({ mitigates }) => mitigates.map(({ threat, strength }) => [threat, strength])));

describe('a newer built-in catalogue', () => {
  it('that says the same changes nothing but the version', () => {
    const { after, kept } = mergeNewer(
      standing(),
      newer(() => undefined),
    );
    expect(differences(standing(), after)).toEqual([]);
    expect(after.settings.catalogueVersion).toBe(2);
    expect(kept).toEqual([]);
  });

  it('adds, rewords, and switches off what it has no longer', () => {
    const built = newer((catalogue) => {
      const [theft, tampering] = catalogue.threats;
      if (!theft || !tampering) throw new Error('small');
      catalogue.threats = [
        { ...tampering, likelihood: 5 },
        { ...theft, key: 'fresh', name: 'Fresh' },
      ];
      catalogue.controls[0]?.mitigates.shift();
    });
    const { after } = mergeNewer(standing(), built);
    expect(differences(standing(), after).map(({ part, key, what }) => [part, key, what])).toEqual([
      ['threat', 'theft', 'switched_off'],
      ['threat', 'tampering', 'changed'],
      ['threat', 'fresh', 'added'],
      ['control', 'signing', 'changed'],
    ]);
    expect(strengths(after)).toEqual({ theft: 0, tampering: 2 });
  });

  it('leaves strengths that were edited, what is switched off, own entries and references of one’s own', () => {
    const mine = standing();
    const [signing] = mine.controls;
    const [theft] = mine.threats;
    if (!signing?.mitigates[0] || !theft) throw new Error('small');
    signing.mitigates[0].strength = 3;
    signing.references = ['policy:P1'];
    theft.enabled = false;
    mine.frameworks.push({
      ...{ key: 'policy', name: 'Policy', edition: '1', publisher: 'We', items: [{ id: 'P1', name: 'One', section: 'All' }] },
      ...{ builtIn: false, enabled: true, version: 1 },
    });
    mine.threats.push({ ...theft, key: 'fresh', name: 'Mine', builtIn: false });
    const built = newer((catalogue) => {
      const [control, threat] = [catalogue.controls[0], catalogue.threats[0]];
      if (!control || !threat) throw new Error('small');
      for (const each of control.mitigates) each.strength = 2;
      control.references = ['book:B1'];
      catalogue.threats.push({ ...threat, key: 'fresh', name: 'Fresh' });
    });
    const { after, kept } = mergeNewer(mine, built);
    expect(strengths(after)).toEqual({ theft: 3, tampering: 2 });
    expect(after.controls[0]?.references).toEqual(['book:B1', 'policy:P1']);
    expect(after.threats.map(({ key, name, enabled }) => [key, name, enabled])).toEqual([
      ['theft', 'theft', false],
      ['tampering', 'tampering', true],
      ['fresh', 'Mine', false],
    ]);
    expect(kept).toEqual([
      'Threat “theft” stays switched off.',
      'Threat “Mine” is your own and has the key of a new built-in one: yours stays.',
      'Control “Signing” stays at strength 3 against theft, where built in is 2.',
    ]);
  });

  it('leaves an edited strength in force though it drops the pair', () => {
    const mine = standing();
    if (mine.controls[0]?.mitigates[0]) mine.controls[0].mitigates[0].strength = 3;
    const { after } = mergeNewer(
      mine,
      newer((catalogue) => catalogue.controls[0]?.mitigates.shift()),
    );
    expect(after.controls[0]?.mitigates[0]).toMatchObject({ threat: 'theft', strength: 3, shippedStrength: null });
  });
});

describe('a file of one’s own', () => {
  it('sets strengths of built-in controls and refuses to reword them', () => {
    const file = fileOf(standing(), '2026-11-23');
    const [signing] = file.controls;
    if (!signing?.mitigates[0]) throw new Error('small');
    signing.mitigates[0].strength = 3;
    expect(strengths(mergeFile(standing(), file))).toEqual({ theft: 3, tampering: 2 });
    signing.evidence = 'Another log.';
    expect(() => mergeFile(standing(), file)).toThrow(AppError);
    expect(() => mergeFile(standing(), file)).toThrow('Control signing is built in: a file cannot change its evidence.');
  });

  it('leaves what it does not name', () => {
    const file = { ...small, threats: [], controls: [], frameworks: [] };
    expect(differences(standing(), mergeFile(standing(), file))).toEqual([]);
  });
});
