/** A score opened to its parts. Pure and browser-safe, as scoring is; components have the words. */
import type { DataClass, Exposure } from '#lib/assets/rules.ts';
import {
  countingOf,
  type Facts,
  leastImpact,
  lowest,
  mostTaken,
  reductionOf,
  type SafeguardState,
  type ScoringCatalogue,
  type SignalFloor,
  score,
  threatOf,
} from '../rules.ts';

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
