import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds, stages } from '#lib/assets/rules.ts';
import { usualMatrix } from '../scoring/rules.ts';
import { builtInCatalogue } from './data.ts';
import { catalogueFile } from './file.ts';
import {
  appliesTo,
  bearsOn,
  entriesOf,
  fileOf,
  matrixProblem,
  orderedPairs,
  riskSettingsIn,
  type StandingCatalogue,
  scoringText,
  usualRiskSettings,
} from './rules.ts';

const standing = (): StandingCatalogue => ({
  ...structuredClone(entriesOf(builtInCatalogue(), true)),
  settings: { ...usualRiskSettings, catalogueVersion: builtInCatalogue().version, version: 1 },
});
const severity = fc.integer({ min: 1, max: 4 });

describe('the matrix of levels', () => {
  it('is fine as an organisation begins with it', () => {
    expect(matrixProblem(usualMatrix)).toBeNull();
    expect(riskSettingsIn(null)).toEqual(usualRiskSettings);
  });

  it('may have one level for everything', () => {
    expect(matrixProblem(Array.from({ length: 25 }, () => 3))).toBeNull();
  });

  it('names the cell that is below one before it', () => {
    const wrong = usualMatrix.map((each, at) => (at === 7 ? 4 : each));
    expect(matrixProblem(wrong)).toMatchObject({
      likelihood: 2,
      impact: 4,
      message: expect.stringContaining('impact 3, which is critical'),
    });
  });

  it('has a problem exactly where more likelihood or impact gives less', () => {
    fc.assert(
      fc.property(fc.array(severity, { minLength: 25, maxLength: 25 }), (matrix) => {
        const at = (likelihood: number, impact: number) => matrix[(likelihood - 1) * 5 + impact - 1] ?? 0;
        const values = [1, 2, 3, 4, 5];
        const lower = values.some((a) =>
          values.some((b) => values.some((c) => values.some((d) => c <= a && d <= b && at(c, d) > at(a, b)))),
        );
        expect(matrixProblem(matrix) !== null).toBe(lower);
      }),
    );
  });
});

describe('where a threat applies', () => {
  it('bears on an asset at its stage and at those it has passed', () => {
    expect(bearsOn(['model:develop'], 'model', 'develop')).toBe(true);
    expect(bearsOn(['model:develop'], 'model', 'change')).toBe(true);
    expect(bearsOn(['model:develop'], 'model', 'validate')).toBe(false);
    expect(bearsOn(['model:develop'], 'dataset', 'change')).toBe(false);
  });

  it('is kept in the order of kinds and stages, each pair once', () => {
    expect(orderedPairs(['model:deploy', 'dataset:collect', 'model:develop', 'model:deploy', 'prompt:collect'])).toEqual([
      'dataset:collect',
      'model:develop',
      'model:deploy',
    ]);
  });
});

describe('a catalogue as a file', () => {
  it('comes back as it was', () => {
    const file = fileOf(standing(), '2026-11-23');
    expect(catalogueFile.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
    expect(entriesOf(file, true)).toEqual(entriesOf(builtInCatalogue(), true));
  });

  it('says each place of a threat', () => {
    const [threat] = standing().threats;
    const [file] = fileOf(standing(), '2026-11-23').threats;
    for (const kind of kinds)
      for (const stage of stages) expect(file?.applies[kind]?.includes(stage) ?? false).toBe(appliesTo(threat?.applies ?? [], kind, stage));
  });
});

describe('what scores depend on', () => {
  const text = (change: (catalogue: StandingCatalogue) => void) => {
    const catalogue = standing();
    change(catalogue);
    return scoringText(catalogue);
  };
  const same = scoringText(standing());

  it.each<[string, (catalogue: StandingCatalogue) => void]>([
    ['a name', ({ threats: [threat] }) => Object.assign(threat ?? {}, { name: 'Other' })],
    ['a reference', ({ controls: [control] }) => Object.assign(control ?? {}, { references: [] })],
    ['a framework', ({ frameworks: [framework] }) => Object.assign(framework ?? {}, { enabled: false })],
    ['for how long assessments hold', ({ settings }) => Object.assign(settings, { assessmentDays: 30 })],
    ['the order of entries', ({ threats, controls }) => [threats.reverse(), controls.reverse()]],
  ])('is not %s', (_, change) => {
    expect(text(change)).toBe(same);
  });

  it.each<[string, (catalogue: StandingCatalogue) => void]>([
    ['a base likelihood', ({ threats: [threat] }) => Object.assign(threat ?? {}, { likelihood: ((threat?.likelihood ?? 0) % 5) + 1 })],
    ['where a threat applies', ({ threats: [threat] }) => threat?.applies.pop()],
    ['a threat that is off', ({ threats: [threat] }) => Object.assign(threat ?? {}, { enabled: false })],
    ['a control that is off', ({ controls: [control] }) => Object.assign(control ?? {}, { enabled: false })],
    ['a strength', ({ controls: [control] }) => Object.assign(control?.mitigates[0] ?? {}, { strength: 0 })],
    [
      'a cell of the matrix',
      ({ settings }) => Object.assign(settings, { matrix: settings.matrix.map((each, at) => (at === 0 ? 2 : each)) }),
    ],
  ])('is %s', (_, change) => {
    expect(text(change)).not.toBe(same);
  });
});
