/** What a control does to risks: scored without it, as it is, and were it verified. Pure; free for the browser. */
import { type Facts, type ScoringCatalogue, score, worksAt } from '../../scoring/rules.ts';
import type { SafeguardState } from '../rules.ts';

export type Value = { likelihood: number; impact: number; severity: number };
export type Effect = { reduces: 'likelihood' | 'impact'; strength: number; without: Value; now: Value; verified: Value };

/** The effect of one control on one risk; null where the catalogue gives it none on this threat at this stage. */
export function effectOf(facts: Facts, control: string, catalogue: ScoringCatalogue): Effect | null {
  const mitigation = catalogue.mitigations.get(facts.threat)?.get(control);
  if (!mitigation || !worksAt(mitigation, facts.stage)) return null;
  const others = facts.safeguards.filter((safeguard) => safeguard.control !== control);
  const scored = (safeguards: Facts['safeguards']): Value => {
    const { residualLikelihood, residualImpact, residualSeverity } = score({ ...facts, safeguards }, catalogue);
    return { likelihood: residualLikelihood, impact: residualImpact, severity: residualSeverity };
  };
  return {
    reduces: mitigation.reduces,
    strength: mitigation.strength,
    without: scored(others),
    now: scored(facts.safeguards),
    verified: scored([...others, { control, state: 'verified' }]),
  };
}

export const points = ({ likelihood, impact }: Value): number => likelihood * impact;

type Risk = { threatName: string; facts: Facts };
export type Worth = { control: string; risks: number; lowered: number; points: number; threats: string[] };

/**
 * Controls by what they would take off these risks if verified, the most first: in points of likelihood × impact, then in risks of a lower severity,
 * then by key. Those that work on none of the risks are left out; one that works and takes nothing now, because others took all, stands last.
 */
export function worthOf(controls: readonly string[], risks: readonly Risk[], catalogue: ScoringCatalogue): Worth[] {
  return controls
    .map((control): Worth => {
      const effects = risks.flatMap(({ threatName, facts }) => {
        const effect = effectOf(facts, control, catalogue);
        return effect ? [{ threatName, ...effect }] : [];
      });
      return {
        control,
        risks: effects.length,
        lowered: effects.filter(({ now, verified }) => verified.severity < now.severity).length,
        points: effects.reduce((sum, { now, verified }) => sum + points(now) - points(verified), 0),
        threats: [...new Set(effects.map(({ threatName }) => threatName))],
      };
    })
    .filter(({ risks: count }) => count > 0)
    .sort((a, b) => b.points - a.points || b.lowered - a.lowered || (a.control < b.control ? -1 : 1));
}

/** What is worth saying of an effect: how far it moves the risk now. */
export const isFelt = (state: SafeguardState, { without, now }: Effect): boolean =>
  state !== 'not_applicable' && (without.likelihood !== now.likelihood || without.impact !== now.impact);
