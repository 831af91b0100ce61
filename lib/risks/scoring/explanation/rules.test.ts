import { describe, expect, test } from 'vitest';
import { exposures } from '#lib/assets/rules.ts';
import { catalogue, plain, safeguards } from '#lib/scoring-testing.ts';
import type { Facts } from '../rules.ts';
import { explain } from './rules.ts';

describe('the explanation', () => {
  const steps = (facts: Partial<Facts>) => explain({ ...plain, ...facts }, catalogue);

  test('says each part, and the values after it', () => {
    const given = {
      exposure: 'partner',
      dataClass: 'restricted',
      setLikelihood: 5,
      signal: 3,
      ...safeguards(['guard', 'verified'], ['seal', 'planned']),
    } as const;
    expect(steps(given)).toEqual([
      { step: 'base', threat: 'theft', base: 3, likelihood: 3, impact: null },
      { step: 'exposure', exposure: 'partner', shift: 1, likelihood: 4, impact: null },
      { step: 'criticality', criticality: 4, likelihood: 4, impact: 4 },
      { step: 'data-class', dataClass: 'restricted', atLeast: 5, likelihood: 4, impact: 5 },
      { step: 'override', of: 'likelihood', computed: 4, set: 5, likelihood: 5, impact: 5 },
      {
        step: 'control',
        control: 'guard',
        state: 'verified',
        reduces: 'likelihood',
        strength: 2,
        full: 2,
        taken: 2,
        limit: null,
        likelihood: 3,
        impact: 5,
      },
      {
        step: 'control',
        control: 'seal',
        state: 'planned',
        reduces: 'likelihood',
        strength: 1,
        full: 0,
        taken: 0,
        limit: null,
        likelihood: 3,
        impact: 5,
      },
      { step: 'signal', floor: 3, likelihood: 3, impact: 5 },
      { step: 'matrix', inherent: 4, residual: 3, likelihood: 3, impact: 5 },
    ]);
  });

  test('says what the cap and the floor swallowed', () => {
    const capped = steps({ setLikelihood: 5, ...safeguards(['guard', 'verified'], ['vault', 'verified'], ['seal', 'verified']) });
    expect(capped.filter(({ step }) => step === 'control')).toMatchObject([
      { control: 'vault', full: 3, taken: 3, limit: null, likelihood: 2 },
      { control: 'guard', full: 2, taken: 0, limit: 'cap', likelihood: 2 },
      { control: 'seal', full: 1, taken: 0, limit: 'cap', likelihood: 2 },
    ]);
    const floored = steps({ setLikelihood: 2, ...safeguards(['vault', 'verified'], ['seal', 'verified']) });
    expect(floored.filter(({ step }) => step === 'control')).toMatchObject([
      { control: 'vault', full: 3, taken: 1, limit: 'floor', likelihood: 1 },
      { control: 'seal', full: 1, taken: 0, limit: 'floor', likelihood: 1 },
    ]);
  });

  test('says nothing of data where confidentiality is not affected, nor of what was not done', () => {
    expect(steps({ threat: 'flood', dataClass: 'restricted' }).map(({ step }) => step)).toEqual([
      'base',
      'exposure',
      'criticality',
      'matrix',
    ]);
  });

  test.each(exposures)('says by how much %s exposure really moved the base', (exposure) => {
    const [base, moved] = steps({ exposure });
    expect(moved).toMatchObject({ step: 'exposure', shift: (moved?.likelihood ?? 0) - (base?.likelihood ?? 0) });
  });
});

test('of a threat that nobody knows is an error that names it', () => {
  expect(() => explain({ ...plain, threat: 'plague' }, catalogue)).toThrow('"plague"');
});
