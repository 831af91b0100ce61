/** What holds of every score, whatever the facts and the catalogue; and that facts are one text, read as they were written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataClasses, exposures, stages } from '#lib/assets/rules.ts';
import { explain } from '../explanation/rules.ts';
import { type Facts, type Mitigation, type SafeguardFact, type ScoringCatalogue, safeguardStates, score, usualMatrix } from '../rules.ts';
import { factsText, parseFacts } from './rules.ts';

const value = fc.integer({ min: 1, max: 5 });
const key = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}$/);
const controls = ['a', 'a-b', 'b', 'c', 'd', 'e'];
const safeguard = fc.record({ control: fc.constantFrom(...controls), state: fc.constantFrom(...safeguardStates) });
const facts: fc.Arbitrary<Facts> = fc.record({
  threat: fc.constant('theft'),
  stage: fc.constantFrom(...stages),
  exposure: fc.constantFrom(...exposures),
  dataClass: fc.constantFrom(...dataClasses),
  criticality: value,
  setLikelihood: fc.option(value),
  setImpact: fc.option(value),
  signal: fc.constantFrom(0 as const, 3 as const, 4 as const, 5 as const),
  safeguards: fc.uniqueArray(safeguard, { selector: ({ control }) => control, maxLength: 6 }),
});
const mitigation: fc.Arbitrary<Mitigation> = fc.record({
  reduces: fc.constantFrom('likelihood' as const, 'impact' as const),
  strength: fc.integer({ min: 0, max: 3 }),
  stages: fc.subarray([...stages]),
});
/** A matrix that never becomes lower for more: any that an organisation may set. */
const matrix = fc
  .array(fc.integer({ min: 1, max: 25 }), { minLength: 3, maxLength: 3 })
  .map((bounds) =>
    Array.from({ length: 25 }, (_, at) => 1 + bounds.filter((bound) => (Math.floor(at / 5) + 1) * ((at % 5) + 1) > bound).length),
  );
const catalogue: fc.Arbitrary<ScoringCatalogue> = fc
  .record({
    likelihood: value,
    affects: fc.subarray(['confidentiality', 'integrity', 'availability'], { minLength: 1 }),
    mitigations: fc.dictionary(fc.constantFrom(...controls), mitigation),
    matrix: fc.oneof(fc.constant(usualMatrix), matrix),
  })
  .map(({ likelihood, affects, mitigations, matrix }) => ({
    threats: new Map([['theft', { likelihood, affects }]]),
    mitigations: new Map([['theft', new Map(Object.entries(mitigations))]]),
    matrix,
  }));

const always = (holds: (facts: Facts, catalogue: ScoringCatalogue) => void) =>
  fc.assert(fc.property(facts, catalogue, holds), { numRuns: 500 });
const residual = (given: Facts, by: ScoringCatalogue) => {
  const { residualLikelihood, residualImpact, residualSeverity } = score(given, by);
  return [residualLikelihood, residualImpact, residualSeverity];
};
function noneRises(after: number[], before: number[]): void {
  for (const [at, each] of after.entries()) expect(each).toBeLessThanOrEqual(before[at] ?? 0);
}

describe('every score', () => {
  test('stays within its bounds', () => {
    always((given, by) => {
      const { severity, residualSeverity, coverage, ...values } = score(given, by);
      for (const each of Object.values(values)) expect(each >= 1 && each <= 5).toBe(true);
      for (const each of [severity, residualSeverity]) expect(each >= 1 && each <= 4).toBe(true);
      expect(coverage >= 0 && coverage <= 3).toBe(true);
    });
  });

  test('does not depend on the order of the safeguards', () => {
    always((given, by) => {
      const turned = { ...given, safeguards: [...given.safeguards].reverse() };
      expect(score(turned, by)).toEqual(score(given, by));
      expect(explain(turned, by)).toEqual(explain(given, by));
      expect(factsText(turned)).toBe(factsText(given));
    });
  });

  test('is raised by no further safeguard', () => {
    fc.assert(
      fc.property(facts, catalogue, safeguard, (given, by, more) => {
        const others = given.safeguards.filter(({ control }) => control !== more.control);
        noneRises(residual({ ...given, safeguards: [...others, more] }, by), residual({ ...given, safeguards: others }, by));
      }),
    );
  });

  test('is raised by no better state of a safeguard', () => {
    always((given, by) => {
      given.safeguards.forEach((_, at) => {
        const as = (state: SafeguardFact['state']) => ({
          ...given,
          safeguards: given.safeguards.map((each, place) => (place === at ? { ...each, state } : each)),
        });
        noneRises(residual(as('implemented'), by), residual(as('planned'), by));
        noneRises(residual(as('verified'), by), residual(as('implemented'), by));
      });
    });
  });

  test('is lowered by no signal', () => {
    always((given, by) => noneRises(residual({ ...given, signal: 0 }, by), residual(given, by)));
    always((given, by) => noneRises(residual({ ...given, signal: 3 }, by), residual({ ...given, signal: 5 }, by)));
  });

  test('is below the inherent one only by a safeguard that is there, and above it only by a signal', () => {
    always((given, by) => {
      const { likelihood, impact, residualLikelihood, residualImpact } = score(given, by);
      const there = given.safeguards.some(({ state }) => state !== 'planned');
      if (residualLikelihood < likelihood || residualImpact < impact) expect(there).toBe(true);
      if (residualLikelihood > likelihood) expect(given.signal).toBe(residualLikelihood);
      expect(residualImpact).toBeLessThanOrEqual(impact);
    });
  });

  test('is what its explanation ends with, step by step', () => {
    always((given, by) => {
      const scored = score(given, by);
      const steps = explain(given, by);
      expect(steps.at(-1)).toMatchObject({
        step: 'matrix',
        inherent: scored.severity,
        residual: scored.residualSeverity,
        likelihood: scored.residualLikelihood,
        impact: scored.residualImpact,
      });
      let before = { likelihood: scored.likelihood, impact: scored.impact };
      for (const each of steps) {
        if (each.step !== 'control') continue;
        expect(before[each.reduces] - (each[each.reduces] ?? 0)).toBe(each.taken);
        expect(each.taken >= 0 && each.taken <= each.full).toBe(true);
        expect(each.limit === null).toBe(each.taken === each.full);
        before = { likelihood: each.likelihood ?? 0, impact: each.impact ?? 0 };
      }
    });
  });
});

describe('the text of facts', () => {
  test('reads as facts that write the same text, and score the same', () => {
    always((given, by) => {
      const read = parseFacts(factsText(given));
      expect(factsText(read)).toBe(factsText(given));
      expect(score(read, by)).toEqual(score(given, by));
      expect({ ...read, safeguards: [] }).toEqual({ ...given, safeguards: [] });
      expect(new Set(read.safeguards.map(({ control, state }) => control + state))).toEqual(
        new Set(given.safeguards.map(({ control, state }) => control + state)),
      );
    });
  });

  test('is another for other facts', () => {
    fc.assert(
      fc.property(facts, facts, (one, two) => {
        const sorted = ({ safeguards, ...rest }: Facts) =>
          JSON.stringify([rest, safeguards.map(({ control, state }) => `${control}:${state}`).sort()]);
        expect(factsText(one) === factsText(two)).toBe(sorted(one) === sorted(two));
      }),
    );
  });

  test('holds any key of the catalogue', () => {
    fc.assert(
      fc.property(key, key, (threat, control) => {
        const given: Facts = { ...plain, threat, safeguards: [{ control, state: 'planned' }] };
        expect(parseFacts(factsText(given))).toEqual(given);
      }),
    );
  });

  test('is written so', () => {
    const safeguards = [
      { control: 'a', state: 'verified' },
      { control: 'a-b', state: 'planned' },
      { control: 'a1', state: 'implemented' },
    ] as const;
    expect(factsText({ ...plain, setImpact: 4, signal: 3, safeguards })).toBe('theft|collect|public|internal|3|-|4|3|a-b:p,a1:i,a:v');
    expect(factsText(plain)).toBe('theft|collect|public|internal|3|-|-|0|');
  });

  test.each([
    '',
    'theft',
    'theft|collect|public|internal|3|-|-|0',
    'theft|collect|public|internal|3|-|-|0||',
    '|collect|public|internal|3|-|-|0|',
    'theft|somewhere|public|internal|3|-|-|0|',
    'theft|collect|nowhere|internal|3|-|-|0|',
    'theft|collect|public|secret|3|-|-|0|',
    'theft|collect|public|internal|6|-|-|0|',
    'theft|collect|public|internal|3|0|-|0|',
    'theft|collect|public|internal|3|-|-|2|',
    'theft|collect|public|internal|3|-|-|0|a',
    'theft|collect|public|internal|3|-|-|0|a:x',
    'theft|collect|public|internal|3|-|-|0|a:toString',
    'theft|collect|public|internal|3|-|-|0|a:v,',
    'theft|collect|public|internal|3|-|-|0|:v',
  ])('"%s" is none', (text) => {
    expect(() => parseFacts(text)).toThrow('no facts of a risk');
  });
});

const plain: Facts = {
  threat: 'theft',
  stage: 'collect',
  exposure: 'public',
  dataClass: 'internal',
  criticality: 3,
  setLikelihood: null,
  setImpact: null,
  signal: 0,
  safeguards: [],
};
