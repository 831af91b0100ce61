/** What a risk would be with other values, reckoned in the browser from what its page knows. */
import type { Risk } from '#lib/risks/register/page/schema.ts';
import {
  type Facts,
  type Mitigation,
  type SafeguardFact,
  type Score,
  type ScoringCatalogue,
  type SignalFloor,
  score,
} from '#lib/risks/scoring/rules.ts';

type Known = Pick<Risk, 'threat' | 'stage' | 'asset' | 'affects' | 'steps' | 'safeguards' | 'matrix'>;

/** The score with these values set by hand, null for computed ones; null where nothing is computed. The server reckons again when it is saved. */
export function previewOf(risk: Known, likelihood: number | null, impact: number | null): Score | null {
  const base = risk.steps.find((step) => step.step === 'base');
  if (!base) return null;
  const signal = risk.steps.find((step) => step.step === 'signal');
  const { exposure, dataClass, criticality } = risk.asset;
  const safeguards = risk.safeguards.filter(
    (each): each is typeof each & { state: SafeguardFact['state'] } => each.state !== null && each.state !== 'not_applicable',
  );
  const mitigations = new Map(
    safeguards.map(({ control, reduces, strength }): [string, Mitigation] => [control, { reduces, strength, stages: [] }]),
  );
  const catalogue: ScoringCatalogue = {
    threats: new Map([[risk.threat, { likelihood: base.base, affects: risk.affects }]]),
    mitigations: new Map([[risk.threat, mitigations]]),
    matrix: risk.matrix,
  };
  const facts: Facts = {
    ...{ threat: risk.threat, stage: risk.stage, exposure, dataClass, criticality },
    setLikelihood: likelihood,
    setImpact: impact,
    signal: (signal?.floor ?? 0) as SignalFloor,
    safeguards: safeguards.map(({ control, state }) => ({ control, state })),
  };
  return score(facts, catalogue);
}
