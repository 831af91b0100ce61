/** What policies ask for reviews of, and when. Pure and browser-safe. */
import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { Subject } from '../rules.ts';

/** What may happen that a policy asks for a review of. */
export const triggers = [
  'version.registered',
  'exposure.changed',
  'data_class.changed',
  'stage.changed',
  'signal.raised',
  'approval.stale',
] as const;
export type Trigger = (typeof triggers)[number];
export const triggerLabels: Record<Trigger, string> = {
  'version.registered': 'A version is registered',
  'exposure.changed': 'The exposure changes',
  'data_class.changed': 'The data class changes',
  'stage.changed': 'The stage changes',
  'signal.raised': 'A signal is raised',
  'approval.stale': 'An approval goes stale',
};

export const signalSeverities = ['medium', 'high', 'critical'] as const;
export type SignalSeverity = (typeof signalSeverities)[number];

/** What a policy can ask about by itself: an acceptance and a person's access are asked for by people and schedules. */
export const policySubjects = ['version', 'change', 'dataset', 'transition'] as const satisfies Subject[];

/** What says whether a policy has anything to ask. No kinds, no stages: each. */
export type PolicyConditions = { trigger: Trigger; kinds: readonly string[]; stages: readonly string[]; severity: SignalSeverity | null };
/** Something that happened to an asset, with the asset as it stands after it. */
export type Happening = { trigger: Trigger; kind: Kind; stage: Stage; severity: SignalSeverity | null };

/** Does the policy ask for a review of this? */
export function asksFor(policy: PolicyConditions, happening: Happening): boolean {
  return (
    policy.trigger === happening.trigger &&
    (policy.kinds.length === 0 || policy.kinds.includes(happening.kind)) &&
    (policy.stages.length === 0 || policy.stages.includes(happening.stage)) &&
    (policy.severity === null ||
      (happening.severity !== null && signalSeverities.indexOf(happening.severity) >= signalSeverities.indexOf(policy.severity)))
  );
}
