import { describe, expect, test } from 'vitest';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import { type Requirement, rankOf, requirementTypes } from '../rules.ts';
import { Requirements } from '../schema.ts';
import { builtInRequirements, differencesBetween, everyGate } from './rules.ts';

describe('the gates that Gatehouse comes with', () => {
  test.each(everyGate)('$kind before $stage asks for something that can be met', ({ kind, stage }) => {
    const requirements = builtInRequirements(kind, stage);
    expect(Requirements.parse(requirements)).toEqual(requirements);
    expect(requirements.length).toBeGreaterThan(0);
    const { controls, threats } = builtInCatalogue();
    for (const key of requirements.flatMap((each) => (each.type === 'controls_verified' ? each.controls : []))) {
      const control = controls.find((each) => each.key === key);
      const mitigated = control?.mitigates.map(({ threat }) => threats.find((each) => each.key === threat)) ?? [];
      expect(
        mitigated.some((threat) => (threat?.applies[kind] ?? []).length > 0),
        `${key} mitigates no threat to this kind`,
      ).toBe(true);
    }
  });

  test('use every type of requirement, and ask for no less as an asset goes on to run', () => {
    expect(new Set(everyGate.flatMap(({ kind, stage }) => builtInRequirements(kind, stage).map(({ type }) => type)))).toEqual(
      new Set(requirementTypes),
    );
    for (const { kind, stage } of everyGate.filter((each) => rankOf(each.stage) >= 1 && rankOf(each.stage) <= 4))
      expect(builtInRequirements(kind, stage).length).toBeGreaterThanOrEqual(2);
  });
});

describe('what differs between two numbers of a policy', () => {
  const risk: Requirement = { key: 'risk', type: 'no_open_risk', level: 'high' };
  const digests: Requirement = { key: 'digests', type: 'complete_digests' };
  const controls: Requirement = { key: 'controls', type: 'controls_verified', controls: ['a', 'b'] };

  test('is what was added, changed and taken away', () => {
    const stricter: Requirement = { ...risk, level: 'medium' };
    expect(differencesBetween([risk, digests], [controls, stricter])).toEqual([
      { key: 'controls', before: null, after: controls },
      { key: 'risk', before: risk, after: stricter },
      { key: 'digests', before: digests, after: null },
    ]);
  });

  test('is nothing for another order', () => {
    expect(differencesBetween([controls, risk], [risk, { ...controls, controls: ['b', 'a'] }])).toEqual([]);
  });
});
