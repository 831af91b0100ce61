import { describe, expect, test } from 'vitest';
import { dataClasses } from '#lib/assets/rules.ts';
import { catalogue, mitigation, plain, safeguards } from '#lib/scoring-testing.ts';
import {
  coverageOf,
  type Facts,
  impactOf,
  levelOfRisk,
  likelihoodOf,
  reductionOf,
  type SafeguardState,
  score,
  severityOf,
  usualMatrix,
  worksAt,
  worstOf,
} from './rules.ts';

const scored = (facts: Partial<Facts>) => score({ ...plain, ...facts }, catalogue);
const residual = (facts: Partial<Facts>) => {
  const { residualLikelihood, residualImpact } = scored(facts);
  return [residualLikelihood, residualImpact];
};

describe('likelihood', () => {
  test.each([
    ['isolated', 3, 2],
    ['internal', 3, 3],
    ['partner', 3, 4],
    ['public', 3, 5],
    ['isolated', 1, 1],
    ['isolated', 2, 1],
    ['partner', 5, 5],
    ['public', 4, 5],
    ['public', 5, 5],
    ['internal', 5, 5],
    ['internal', 1, 1],
  ] as const)('%s: a base of %i becomes %i', (exposure, base, expected) => {
    expect(likelihoodOf(base, exposure)).toBe(expected);
  });
});

describe('impact', () => {
  const least = { public: 1, internal: 2, confidential: 4, restricted: 5 };
  const cases = dataClasses.flatMap((dataClass) => [1, 2, 3, 4, 5].map((criticality) => [dataClass, criticality] as const));
  test.each(cases)('of %s data at criticality %i is raised where confidentiality is affected, and only there', (dataClass, criticality) => {
    expect(impactOf(criticality, dataClass, ['confidentiality'])).toBe(Math.max(criticality, least[dataClass]));
    expect(impactOf(criticality, dataClass, ['integrity', 'availability'])).toBe(criticality);
  });
});

describe('the matrix', () => {
  test.each([
    [1, 1, 1],
    [2, 2, 1],
    [1, 4, 1],
    [4, 1, 1],
    [1, 5, 2],
    [5, 1, 2],
    [3, 2, 2],
    [3, 3, 2],
    [2, 5, 3],
    [5, 2, 3],
    [4, 4, 3],
    [4, 5, 4],
    [5, 4, 4],
    [5, 5, 4],
  ])('likelihood %i and impact %i are severity %i', (likelihood, impact, severity) => {
    expect(severityOf(usualMatrix, likelihood, impact)).toBe(severity);
  });

  test('is the product of both: 1–4, 5–9, 10–16, 20–25', () => {
    for (let likelihood = 1; likelihood <= 5; likelihood += 1)
      for (let impact = 1; impact <= 5; impact += 1) {
        const product = likelihood * impact;
        const expected = product >= 20 ? 4 : product >= 10 ? 3 : product >= 5 ? 2 : 1;
        expect(severityOf(usualMatrix, likelihood, impact)).toBe(expected);
      }
  });

  test('reads rows by likelihood and columns by impact', () => {
    const own = usualMatrix.map((_, at) => (at === 1 * 5 + 3 ? 4 : 1));
    expect(severityOf(own, 2, 4)).toBe(4);
    expect(severityOf(own, 4, 2)).toBe(1);
  });

  test('has no place outside 1 to 5', () => {
    expect(() => severityOf(usualMatrix, 6, 1)).toThrow(RangeError);
    expect(() => severityOf([], 1, 1)).toThrow('likelihood 1 and impact 1');
  });
});

describe('controls', () => {
  test.each([
    [1, 'planned', 0],
    [2, 'planned', 0],
    [3, 'planned', 0],
    [1, 'implemented', 0],
    [2, 'implemented', 1],
    [3, 'implemented', 2],
    [1, 'verified', 1],
    [2, 'verified', 2],
    [3, 'verified', 3],
  ] as const)('of strength %i, %s, take %i', (strength, state, taken) => {
    expect(reductionOf(strength, state)).toBe(taken);
  });

  test.each([
    ['nothing', [], [3, 4]],
    ['one on likelihood', [['guard', 'verified']], [1, 4]],
    ['one on impact', [['copy', 'verified']], [3, 2]],
    [
      'several add up',
      [
        ['seal', 'verified'],
        ['guard', 'implemented'],
      ],
      [1, 4],
    ],
    [
      'both sides by themselves',
      [
        ['seal', 'verified'],
        ['copy', 'implemented'],
      ],
      [2, 3],
    ],
    [
      'at most three off each',
      [
        ['split', 'verified'],
        ['copy', 'verified'],
      ],
      [3, 1],
    ],
    [
      'never below one',
      [
        ['vault', 'verified'],
        ['guard', 'verified'],
      ],
      [1, 4],
    ],
    ['planned takes nothing', [['vault', 'planned']], [3, 4]],
    ['unknown to the threat takes nothing', [['fence', 'verified']], [3, 4]],
    ['not at this stage takes nothing', [['late', 'verified']], [3, 4]],
  ] as [string, [string, SafeguardState][], number[]][])('%s', (_, named, expected) => {
    expect(residual(safeguards(...named))).toEqual(expected);
  });

  test('take at most three even of five', () => {
    const from = { ...safeguards(['vault', 'verified'], ['guard', 'verified']), setLikelihood: 5 };
    expect(residual(from)).toEqual([2, 4]);
  });

  test('work at their stages', () => {
    expect(residual({ ...safeguards(['late', 'verified']), stage: 'monitor' })).toEqual([3, 1]);
    expect(worksAt(mitigation('impact', 1), 'collect')).toBe(true);
    expect(worksAt(mitigation('impact', 1, 'deploy'), 'collect')).toBe(false);
    expect(worksAt(mitigation('impact', 0), 'collect')).toBe(false);
  });

  test('that are inert do not cover', () => {
    expect(coverageOf([])).toBe(0);
    expect(scored(safeguards(['fence', 'verified'])).coverage).toBe(0);
    expect(scored(safeguards(['seal', 'planned'])).coverage).toBe(1);
    expect(scored(safeguards(['seal', 'planned'], ['copy', 'implemented'])).coverage).toBe(2);
    expect(scored(safeguards(['seal', 'verified'], ['copy', 'planned'])).coverage).toBe(3);
  });
});

describe('what is set by hand', () => {
  test('wins over what is computed, and both are kept', () => {
    expect(scored({ setLikelihood: 5, setImpact: 1 })).toMatchObject({
      computedLikelihood: 3,
      computedImpact: 4,
      likelihood: 5,
      impact: 1,
      severity: 2,
      residualLikelihood: 5,
      residualImpact: 1,
      residualSeverity: 2,
    });
  });

  test('may set one alone', () => {
    expect(scored({ setLikelihood: 1 })).toMatchObject({ likelihood: 1, impact: 4 });
    expect(scored({ setImpact: 1 })).toMatchObject({ likelihood: 3, impact: 1 });
  });
});

describe('signals', () => {
  test.each([
    [0, 1],
    [3, 3],
    [4, 4],
    [5, 5],
  ] as const)('put a floor of %i under the residual likelihood', (signal, expected) => {
    expect(residual({ signal, ...safeguards(['vault', 'verified']) })).toEqual([expected, 4]);
  });

  test('stand above the inherent likelihood too, and leave it as it is', () => {
    expect(scored({ signal: 5, setLikelihood: 1 })).toMatchObject({
      likelihood: 1,
      severity: 1,
      residualLikelihood: 5,
      residualSeverity: 4,
    });
  });

  test('lower nothing', () => {
    expect(residual({ signal: 3, setLikelihood: 5 })).toEqual([5, 4]);
  });
});

test('a threat that nobody knows is an error that names it', () => {
  expect(() => scored({ threat: 'plague' })).toThrow('"plague"');
});

describe('a level', () => {
  const assessed = { applies: true, assessed: true, stale: false, accepted: false, signalled: false };

  test.each([
    ['by severity', {}, ['low', 'medium', 'high', 'critical']],
    ['of what applies no more', { applies: false, accepted: true, signalled: true }, ['none', 'none', 'none', 'none']],
    ['accepted', { accepted: true, assessed: false, stale: true, signalled: true }, ['accepted', 'accepted', 'accepted', 'accepted']],
    ['unassessed', { assessed: false, stale: true }, ['unassessed', 'unassessed', 'unassessed', 'unassessed']],
    ['unassessed with a signal', { assessed: false, signalled: true }, ['unassessed', 'unassessed', 'high', 'critical']],
    ['stale', { stale: true }, ['stale', 'stale', 'high', 'critical']],
    ['stale with a signal', { stale: true, signalled: true }, ['stale', 'stale', 'high', 'critical']],
  ])('%s', (_, given, expected) => {
    expect([1, 2, 3, 4].map((severity) => levelOfRisk({ ...assessed, ...given, severity }))).toEqual(expected);
  });

  test('not scored yet is unassessed', () => {
    expect(levelOfRisk({ ...assessed, severity: 0 })).toBe('unassessed');
  });

  test('of several is the worst', () => {
    expect(worstOf([])).toBe('none');
    expect(worstOf(['low', 'accepted'])).toBe('accepted');
    expect(worstOf(['low', 'unassessed', 'accepted'])).toBe('unassessed');
    expect(worstOf(['critical', 'stale', 'high'])).toBe('critical');
  });
});
