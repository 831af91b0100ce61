/** What may be judged of a risk, beyond who may judge it. Pure: the same functions speak in a form and on the server. */
import { type Facts, type ScoringCatalogue, score } from '../scoring/rules.ts';
import { levelOfSeverity, shortestReason, type Treatment } from './rules.ts';

export type Judgement = { likelihood: number | null; impact: number | null; reason: string };

/** Why this assessment cannot stand, at its field; null where it can. Whoever departs from what is computed says why. */
export function whyNotAssess({ likelihood, impact, reason }: Judgement): { field: 'reason'; message: string } | null {
  if (likelihood === null && impact === null) return null;
  return reason.trim().length >= shortestReason
    ? null
    : { field: 'reason', message: `say in at least ${shortestReason} characters why the value differs from the computed one` };
}

/**
 * The severity 1–4 that the risk would have with all that is planned or implemented on the asset verified, signals standing as they do: the
 * lowest that can be promised today.
 */
export function reachableSeverity(facts: Facts, catalogue: ScoringCatalogue): number {
  const safeguards = facts.safeguards.map(({ control }) => ({ control, state: 'verified' as const }));
  return score({ ...facts, safeguards }, catalogue).residualSeverity;
}

/** What a plan is judged by: the residual severity as it stands, and the lowest that can be reached. */
export type Reach = { severity: number; reachable: number };

const word = (severity: number) => levelOfSeverity(severity);

/**
 * Why this plan cannot stand, at its field; null where it can. A target is what mitigation aims for: never above what the risk is now, and
 * lower only as far as controls on the asset would bring it once verified.
 */
export function whyNotTreat(
  { treatment, target }: { treatment: Treatment | null; target: number | null },
  { severity, reachable }: Reach,
): { field: 'target'; message: string } | null {
  if (target === null) return null;
  if (treatment !== 'mitigate') return { field: 'target', message: 'only what is mitigated has a level to aim for' };
  if (target > severity) return { field: 'target', message: `the risk is ${word(severity)} now: a target is not above that` };
  if (target === severity || target >= reachable) return null;
  const best = reachable < severity ? `would bring it to ${word(reachable)} at best` : 'would not lower it';
  return {
    field: 'target',
    message: `the controls planned or implemented on this asset ${best}, once verified. Plan a control that reduces this threat first`,
  };
}
