/** For the tests of scoring alone: a small catalogue, a plain risk, and safeguards by name. */
import { type Facts, type Mitigation, type SafeguardState, type ScoringCatalogue, usualMatrix } from './risks/scoring/rules.ts';

export const mitigation = (reduces: Mitigation['reduces'], strength: number, ...stages: Mitigation['stages']): Mitigation => ({
  reduces,
  strength,
  stages,
});

export const catalogue: ScoringCatalogue = {
  threats: new Map([
    ['theft', { likelihood: 3, affects: ['confidentiality', 'integrity'] }],
    ['flood', { likelihood: 3, affects: ['availability'] }],
  ]),
  mitigations: new Map([
    [
      'theft',
      new Map([
        ['seal', mitigation('likelihood', 1)],
        ['guard', mitigation('likelihood', 2)],
        ['vault', mitigation('likelihood', 3)],
        ['copy', mitigation('impact', 2)],
        ['split', mitigation('impact', 3)],
        ['late', mitigation('impact', 3, 'monitor', 'change')],
      ]),
    ],
  ]),
  matrix: usualMatrix,
};

export const plain: Facts = {
  threat: 'theft',
  stage: 'deploy',
  exposure: 'internal',
  dataClass: 'public',
  criticality: 4,
  setLikelihood: null,
  setImpact: null,
  signal: 0,
  safeguards: [],
};
export const safeguards = (...named: [string, SafeguardState][]) => ({ safeguards: named.map(([control, state]) => ({ control, state })) });
