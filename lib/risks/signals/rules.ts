/** What a signal does. Pure and browser-safe: a signal knows nothing of whoever raised it. */
import { signalFloors } from '../scoring/rules.ts';

export const signalSeverities = ['medium', 'high', 'critical'] as const;
export type SignalSeverity = (typeof signalSeverities)[number];

export const signalSeverityLabels: Record<SignalSeverity, string> = { medium: 'Medium', high: 'High', critical: 'Critical' };

/** What a severity means for whoever raises one. */
export const signalSeverityHints: Record<SignalSeverity, string> = {
  medium: 'Something was seen that makes it thinkable. Residual likelihood is at least 3.',
  high: 'It is likely by now: a weakness that is known and open. Residual likelihood is at least 4.',
  critical: 'It is happening, or about to. Residual likelihood is 5.',
};

export const signalSources = ['hand', 'finding', 'incident', 'review'] as const;
export type SignalSource = (typeof signalSources)[number];
export const signalSourceLabels: Record<SignalSource, string> = {
  hand: 'By hand',
  finding: 'Finding',
  incident: 'Incident',
  review: 'Review',
};

/** The floor that a signal puts under the residual likelihood of the risks it is about. */
export const floorOf = (severity: SignalSeverity): number => signalFloors[severity];

/** "holds residual likelihood at 4 or above for 12 risks". */
export function effectWords(severity: SignalSeverity, risks: number): string {
  const floor = floorOf(severity);
  const held = floor === 5 ? 'at 5' : `at ${floor} or above`;
  if (risks === 0) return 'Affects no risk: nothing of the kind applies to this asset now.';
  return `Holds residual likelihood ${held} for ${risks} ${risks === 1 ? 'risk' : 'risks'}.`;
}
