/**
 * How a risk is scored. Pure: facts and the catalogue in, values out, the same for the same always. No Zod and no I/O, so that the browser may
 * import it. The rules are those of the design, "Scoring, exactly"; each says which sentence it is.
 */
import { type DataClass, type Exposure, type Level, levels, type Stage } from '#lib/assets/rules.ts';

/** Of a control on an asset, what counts: what is not applicable, or of no effect on the threat at the stage, is no fact. */
export const safeguardStates = ['planned', 'implemented', 'verified'] as const;
export type SafeguardState = (typeof safeguardStates)[number];
export type SafeguardFact = { control: string; state: SafeguardState };

/** The floors that open signals put under a residual likelihood; 0 where none is open. */
export const signalFloors = { medium: 3, high: 4, critical: 5 } as const;
export type SignalFloor = 0 | (typeof signalFloors)[keyof typeof signalFloors];

/** All that a score depends on beside the catalogue. Likelihood, impact and criticality run 1–5; null is what nobody set by hand. */
export type Facts = {
  threat: string;
  stage: Stage;
  exposure: Exposure;
  dataClass: DataClass;
  criticality: number;
  setLikelihood: number | null;
  setImpact: number | null;
  signal: SignalFloor;
  safeguards: readonly SafeguardFact[];
};

/** What a control takes off a threat when verified, and at which stages: none named is every one. */
export type Mitigation = { reduces: 'likelihood' | 'impact'; strength: number; stages: readonly Stage[] };
export type ScoredThreat = { likelihood: number; affects: readonly string[] };

/**
 * The part of the catalogue that scores depend on: every threat, and by threat and control what mitigates it (strength above 0, controls that
 * are switched on). `matrix` holds 25 severities, five impacts for each likelihood.
 */
export type ScoringCatalogue = {
  threats: ReadonlyMap<string, ScoredThreat>;
  mitigations: ReadonlyMap<string, ReadonlyMap<string, Mitigation>>;
  matrix: readonly number[];
};

/** By the matrix alone; a risk keeps the number. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Values 1–5 and severities 1–4: `computed` before anyone set a value by hand, then inherent, then residual. Coverage: see `coverageOf`. */
export type Score = {
  computedLikelihood: number;
  computedImpact: number;
  likelihood: number;
  impact: number;
  severity: number;
  residualLikelihood: number;
  residualImpact: number;
  residualSeverity: number;
  coverage: number;
};

export const lowest = 1;
const highest = 5;
/** "At most 3 off each." */
export const mostTaken = 3;
const shiftOf: Record<Exposure, number> = { isolated: -1, internal: 0, partner: 1, public: 2 };
export const leastImpact: Record<DataClass, number> = { public: 1, internal: 2, confidential: 4, restricted: 5 };

/** "Score is likelihood × impact: 1–4 low, 5–9 medium, 10–16 high, 20–25 critical": the matrix that an organisation begins with. */
export const usualMatrix: readonly number[] = Array.from({ length: 25 }, (_, at) => {
  const product = (Math.floor(at / 5) + 1) * ((at % 5) + 1);
  return product <= 4 ? 1 : product <= 9 ? 2 : product <= 16 ? 3 : 4;
});

/** The severity 1–4 that a matrix gives to a likelihood and an impact of 1–5. */
export function severityOf(matrix: readonly number[], likelihood: number, impact: number): number {
  const severity = matrix[(likelihood - 1) * 5 + (impact - 1)];
  if (severity === undefined) throw new RangeError(`The matrix has no place for likelihood ${likelihood} and impact ${impact}.`);
  return severity;
}

/** "Likelihood starts at the threat's base, −1 for isolated, +1 for partner, +2 for public exposure, within 1–5." */
export function likelihoodOf(base: number, exposure: Exposure): number {
  return Math.min(highest, Math.max(lowest, base + shiftOf[exposure]));
}

/** "Impact starts at the asset's criticality; where the threat affects confidentiality it is at least 1, 2, 4, 5" by the class of the data. */
export function impactOf(criticality: number, dataClass: DataClass, affects: readonly string[]): number {
  return affects.includes('confidentiality') ? Math.max(criticality, leastImpact[dataClass]) : criticality;
}

/** "Its strength off when verified, strength − 1 when only implemented, nothing otherwise." */
export function reductionOf(strength: number, state: SafeguardState): number {
  return state === 'verified' ? strength : state === 'implemented' ? strength - 1 : 0;
}

/** The best of the safeguards that count: 0 none, 1 planned, 2 implemented, 3 verified. */
export function coverageOf(safeguards: readonly SafeguardFact[]): number {
  return safeguards.reduce((best, { state }) => Math.max(best, safeguardStates.indexOf(state) + 1), 0);
}

/** Does a mitigation work at a stage? */
export const worksAt = ({ strength, stages: at }: Mitigation, stage: Stage): boolean =>
  strength > 0 && (at.length === 0 || at.includes(stage));

/**
 * Scores a risk. The order of the safeguards does not matter; those that the catalogue gives no effect on the threat at the stage are passed over.
 * @throws Error when the catalogue does not know the threat.
 */
export function score(facts: Facts, catalogue: ScoringCatalogue): Score {
  const threat = threatOf(facts, catalogue);
  const computedLikelihood = likelihoodOf(threat.likelihood, facts.exposure);
  const computedImpact = impactOf(facts.criticality, facts.dataClass, threat.affects);
  const likelihood = facts.setLikelihood ?? computedLikelihood;
  const impact = facts.setImpact ?? computedImpact;
  const counting = countingOf(facts, catalogue);
  const off = { likelihood: 0, impact: 0 };
  for (const { mitigation, state } of counting) off[mitigation.reduces] += reductionOf(mitigation.strength, state);
  const residualLikelihood = Math.max(facts.signal, reduced(likelihood, off.likelihood));
  const residualImpact = reduced(impact, off.impact);
  return {
    computedLikelihood,
    computedImpact,
    likelihood,
    impact,
    severity: severityOf(catalogue.matrix, likelihood, impact),
    residualLikelihood,
    residualImpact,
    residualSeverity: severityOf(catalogue.matrix, residualLikelihood, residualImpact),
    coverage: coverageOf(counting),
  };
}

/** "At most 3 off each, never below 1." */
const reduced = (value: number, off: number) => Math.max(lowest, value - Math.min(off, mostTaken));

/** @throws Error when the catalogue does not know the threat */
export function threatOf(facts: Facts, catalogue: ScoringCatalogue): ScoredThreat {
  const threat = catalogue.threats.get(facts.threat);
  if (!threat) throw new Error(`The catalogue has no threat "${facts.threat}".`);
  return threat;
}

/** The safeguards that the catalogue gives an effect on this threat at this stage. */
export function countingOf({ threat, stage, safeguards }: Facts, { mitigations }: ScoringCatalogue) {
  const known = mitigations.get(threat);
  return safeguards.flatMap((safeguard) => {
    const mitigation = known?.get(safeguard.control);
    return mitigation && worksAt(mitigation, stage) ? [{ ...safeguard, mitigation }] : [];
  });
}

/**
 * What is shown and counted of a risk; the database's `risk_level` says the same. Nothing unassessed is low, and nothing stale: an old low or
 * medium is not trusted, an old high or critical is feared as before. A signal is knowledge enough to call a risk high unassessed.
 */
export function levelOfRisk(risk: {
  applies: boolean;
  severity: number;
  assessed: boolean;
  stale: boolean;
  accepted: boolean;
  signalled: boolean;
}): Level {
  if (!risk.applies) return 'none';
  if (risk.accepted) return 'accepted';
  if (!risk.assessed && !(risk.signalled && risk.severity >= 3)) return 'unassessed';
  if (risk.stale && risk.severity <= 2) return 'stale';
  return severities[risk.severity - 1] ?? 'unassessed';
}

/** The worst of several levels; of none, `none`. */
export function worstOf(several: readonly Level[]): Level {
  return several.reduce((worst, level) => (levels.indexOf(level) > levels.indexOf(worst) ? level : worst), 'none');
}
