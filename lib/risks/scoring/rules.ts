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

const lowest = 1;
const highest = 5;
/** "At most 3 off each." */
const mostTaken = 3;
const shiftOf: Record<Exposure, number> = { isolated: -1, internal: 0, partner: 1, public: 2 };
const leastImpact: Record<DataClass, number> = { public: 1, internal: 2, confidential: 4, restricted: 5 };

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

function threatOf(facts: Facts, catalogue: ScoringCatalogue): ScoredThreat {
  const threat = catalogue.threats.get(facts.threat);
  if (!threat) throw new Error(`The catalogue has no threat "${facts.threat}".`);
  return threat;
}

/** The safeguards that the catalogue gives an effect on this threat at this stage. */
function countingOf({ threat, stage, safeguards }: Facts, { mitigations }: ScoringCatalogue) {
  const known = mitigations.get(threat);
  return safeguards.flatMap((safeguard) => {
    const mitigation = known?.get(safeguard.control);
    return mitigation && worksAt(mitigation, stage) ? [{ ...safeguard, mitigation }] : [];
  });
}

/** What one step of a score rests on; `components/risks` has the words. */
type Ground =
  | { step: 'base'; threat: string; base: number }
  | { step: 'exposure'; exposure: Exposure; shift: number }
  | { step: 'criticality'; criticality: number }
  | { step: 'data-class'; dataClass: DataClass; atLeast: number }
  | { step: 'override'; of: 'likelihood' | 'impact'; computed: number; set: number }
  /** `full` is what its state would take; the rest was past the most that may be taken (`cap`) or below 1 (`floor`). */
  | {
      step: 'control';
      control: string;
      state: SafeguardState;
      reduces: 'likelihood' | 'impact';
      strength: number;
      full: number;
      taken: number;
      limit: 'cap' | 'floor' | null;
    }
  | { step: 'signal'; floor: SignalFloor }
  | { step: 'matrix'; inherent: number; residual: number };
/** Likelihood and impact as they are after the step; null as long as nothing has been said of one. */
export type Step = Ground & { likelihood: number | null; impact: number | null };

/**
 * Opens a score to its parts, in the order in which they are reckoned: base, exposure, criticality, data class (where it counts), what was set by
 * hand, each safeguard (the strongest first), the signal, the matrix. The last step's values are those of `score`.
 */
export function explain(facts: Facts, catalogue: ScoringCatalogue): Step[] {
  const threat = threatOf(facts, catalogue);
  const result = score(facts, catalogue);
  const { computedLikelihood, computedImpact } = result;
  const steps: Step[] = [];
  const now: { likelihood: number | null; impact: number | null } = { likelihood: null, impact: null };
  const say = (ground: Ground, values: { likelihood?: number; impact?: number } = {}) =>
    steps.push({ ...ground, ...Object.assign(now, values) });

  say({ step: 'base', threat: facts.threat, base: threat.likelihood }, { likelihood: threat.likelihood });
  say({ step: 'exposure', exposure: facts.exposure, shift: computedLikelihood - threat.likelihood }, { likelihood: computedLikelihood });
  say({ step: 'criticality', criticality: facts.criticality }, { impact: facts.criticality });
  if (threat.affects.includes('confidentiality'))
    say({ step: 'data-class', dataClass: facts.dataClass, atLeast: leastImpact[facts.dataClass] }, { impact: computedImpact });
  if (facts.setLikelihood !== null)
    say(
      { step: 'override', of: 'likelihood', computed: computedLikelihood, set: facts.setLikelihood },
      { likelihood: facts.setLikelihood },
    );
  if (facts.setImpact !== null)
    say({ step: 'override', of: 'impact', computed: computedImpact, set: facts.setImpact }, { impact: facts.setImpact });
  for (const taking of takingsOf(facts, catalogue, result)) {
    const value = result[taking.reduces] - taking.before - taking.taken;
    const { before: _, ...ground } = taking;
    say({ step: 'control', ...ground }, { [taking.reduces]: value });
  }
  if (facts.signal > 0) say({ step: 'signal', floor: facts.signal }, { likelihood: result.residualLikelihood });
  say({ step: 'matrix', inherent: result.severity, residual: result.residualSeverity });
  return steps;
}

/** What each safeguard takes, the strongest first, and what those before it took. */
function takingsOf(facts: Facts, catalogue: ScoringCatalogue, inherent: { likelihood: number; impact: number }) {
  const off = { likelihood: 0, impact: 0 };
  return countingOf(facts, catalogue)
    .map(({ control, state, mitigation: { reduces, strength } }) => ({
      control,
      state,
      reduces,
      strength,
      full: reductionOf(strength, state),
    }))
    .sort((a, b) => b.full - a.full || b.strength - a.strength || (a.control < b.control ? -1 : 1))
    .map((each) => {
      const before = off[each.reduces];
      const left = { cap: mostTaken - before, floor: inherent[each.reduces] - before - lowest };
      const taken = Math.min(each.full, left.cap, left.floor);
      off[each.reduces] += taken;
      const limit = taken === each.full ? null : left.cap <= left.floor ? ('cap' as const) : ('floor' as const);
      return { ...each, before, taken, limit };
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
