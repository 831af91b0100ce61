import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataClasses, exposures } from '#lib/assets/rules.ts';
import { type Facts, type ScoringCatalogue, score, usualMatrix } from '../scoring/rules.ts';
import { reachableSeverity, whyNotAssess, whyNotTreat } from './policy.ts';

const catalogue: ScoringCatalogue = {
  threats: new Map([['poisoning', { likelihood: 3, affects: ['integrity'] }]]),
  mitigations: new Map([
    [
      'poisoning',
      new Map([
        ['scan', { reduces: 'likelihood', strength: 3, stages: [] }],
        ['seal', { reduces: 'impact', strength: 2, stages: ['collect'] }],
      ]),
    ],
  ]),
  matrix: usualMatrix,
};
const facts: Facts = {
  threat: 'poisoning',
  stage: 'collect',
  exposure: 'partner',
  dataClass: 'internal',
  criticality: 4,
  setLikelihood: null,
  setImpact: null,
  signal: 0,
  safeguards: [],
};

describe('an assessment', () => {
  it.each([
    [{ likelihood: null, impact: null, reason: '' }, null],
    [{ likelihood: 3, impact: null, reason: '' }, 'reason'],
    [{ likelihood: null, impact: 3, reason: 'too short' }, 'reason'],
    [{ likelihood: null, impact: 3, reason: '   spaces   ' }, 'reason'],
    [{ likelihood: 1, impact: 5, reason: 'Ten letters' }, null],
  ])('of %o is held back at %s', (judgement, field) => {
    expect(whyNotAssess(judgement)?.field ?? null).toBe(field);
  });
});

describe('what can be reached', () => {
  it('is what stands without any safeguard, and what verified ones would bring', () => {
    expect(reachableSeverity(facts, catalogue)).toBe(3);
    expect(reachableSeverity({ ...facts, safeguards: [{ control: 'scan', state: 'planned' }] }, catalogue)).toBe(1);
    expect(reachableSeverity({ ...facts, safeguards: [{ control: 'seal', state: 'implemented' }] }, catalogue)).toBe(2);
    // A signal keeps the likelihood up, whatever is verified.
    expect(reachableSeverity({ ...facts, signal: 5, safeguards: [{ control: 'scan', state: 'verified' }] }, catalogue)).toBe(4);
  });

  const anyFacts: fc.Arbitrary<Facts> = fc.record({
    threat: fc.constant('poisoning'),
    stage: fc.constantFrom('collect', 'develop'),
    exposure: fc.constantFrom(...exposures),
    dataClass: fc.constantFrom(...dataClasses),
    criticality: fc.integer({ min: 1, max: 5 }),
    setLikelihood: fc.option(fc.integer({ min: 1, max: 5 })),
    setImpact: fc.option(fc.integer({ min: 1, max: 5 })),
    signal: fc.constantFrom(0, 3, 4, 5),
    safeguards: fc.uniqueArray(
      fc.record({ control: fc.constantFrom('scan', 'seal', 'other'), state: fc.constantFrom('planned', 'implemented', 'verified') }),
      { selector: ({ control }) => control },
    ),
  }) as fc.Arbitrary<Facts>;

  it('is never above what stands, and with everything verified is what stands', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const standing = score(any, catalogue).residualSeverity;
        expect(reachableSeverity(any, catalogue)).toBeLessThanOrEqual(standing);
        const verified = { ...any, safeguards: any.safeguards.map(({ control }) => ({ control, state: 'verified' as const })) };
        expect(reachableSeverity(any, catalogue)).toBe(score(verified, catalogue).residualSeverity);
      }),
    );
  });
});

describe('a target', () => {
  it.each([
    // treatment, target, severity, reachable, stands
    ['mitigate', null, 3, 3, true],
    ['mitigate', 3, 3, 3, true],
    ['mitigate', 4, 3, 1, false],
    ['mitigate', 2, 3, 3, false],
    ['mitigate', 2, 3, 2, true],
    ['mitigate', 2, 4, 1, true],
    ['mitigate', 1, 3, 2, false],
    ['accept', 3, 3, 3, false],
    ['avoid', null, 4, 4, true],
    [null, 2, 3, 1, false],
  ] as const)('%s to %s from %s where %s can be reached: %s', (treatment, target, severity, reachable, stands) => {
    const wrong = whyNotTreat({ treatment, target }, { severity, reachable });
    expect(wrong === null).toBe(stands);
    if (wrong) expect(wrong.field).toBe('target');
  });

  it('is never above what the risk is, nor below what can be reached', () => {
    const level = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(level, level, level, (target, severity, lower) => {
        const reachable = Math.min(lower, severity);
        if (whyNotTreat({ treatment: 'mitigate', target }, { severity, reachable }) === null) {
          expect(target).toBeLessThanOrEqual(severity);
          expect(target).toBeGreaterThanOrEqual(reachable);
        }
      }),
    );
  });
});
