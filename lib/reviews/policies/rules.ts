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

/** What a policy can ask about by itself: transitions, acceptances and access are asked for by people and schedules. */
export const policySubjects = ['version', 'change', 'dataset'] as const satisfies Subject[];

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

/** What of a template matters to a policy. */
export type PolicyTemplate = { subject: Subject; kinds: readonly Kind[]; stages: readonly Stage[] };
type Wanted = Omit<PolicyConditions, 'kinds' | 'stages'> & { kinds: readonly Kind[]; stages: readonly Stage[]; template: string | null };

/** What is wrong with a policy, by field. `template`: the one that it names; undefined where there is none of that key. */
export function policyProblems(policy: Wanted, template: PolicyTemplate | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  if (policy.severity !== null && policy.trigger !== 'signal.raised') found.severity = 'Only signals have a severity.';
  if (policy.template === null) {
    if (policy.trigger !== 'approval.stale') found.template = 'Choose the template to ask by.';
    return found;
  }
  if (!template) return { ...found, template: `There is no template ${policy.template}.` };
  if (!(policySubjects as readonly Subject[]).includes(template.subject))
    found.template = 'A policy asks about versions, changes and datasets: other reviews are asked for by people and schedules.';
  const meet = (all: readonly string[], others: readonly string[]) =>
    all.length === 0 || others.length === 0 || all.some((each) => others.includes(each));
  if (!meet(policy.kinds, template.kinds)) found.kinds = 'The template fits none of these kinds.';
  if (!meet(policy.stages, template.stages)) found.stages = 'The template fits none of these stages.';
  return found;
}

/** A policy as Gatehouse brings it along. */
export type BuiltInPolicy = {
  id: string;
  trigger: Trigger;
  kinds: readonly Kind[];
  stages: readonly Stage[];
  severity: SignalSeverity | null;
  template: string | null;
  enabled: boolean;
};
const id = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const live = ['deploy', 'monitor', 'change'] as const satisfies Stage[];

/** What is asked for by itself from the first day, and what an organisation may switch on: a change of what is in use, not each step on the way there. */
export const builtInPolicies: readonly BuiltInPolicy[] = [
  { id: id(1), trigger: 'approval.stale', kinds: [], stages: [], severity: null, template: null, enabled: true },
  {
    id: id(2),
    trigger: 'version.registered',
    kinds: ['model'],
    stages: ['monitor', 'change'],
    severity: null,
    template: 'model-change',
    enabled: true,
  },
  {
    id: id(3),
    trigger: 'version.registered',
    kinds: ['pipeline'],
    stages: live,
    severity: null,
    template: 'pipeline-change',
    enabled: true,
  },
  {
    id: id(4),
    trigger: 'version.registered',
    kinds: ['infrastructure'],
    stages: live,
    severity: null,
    template: 'infrastructure-change',
    enabled: true,
  },
  {
    id: id(5),
    trigger: 'exposure.changed',
    kinds: ['infrastructure', 'model'],
    stages: live,
    severity: null,
    template: 'endpoint-exposure',
    enabled: true,
  },
  {
    id: id(6),
    trigger: 'data_class.changed',
    kinds: ['dataset'],
    stages: [],
    severity: null,
    template: 'dataset-licence-privacy',
    enabled: true,
  },
  { id: id(7), trigger: 'signal.raised', kinds: [], stages: live, severity: 'critical', template: 'incident-change', enabled: true },
  {
    id: id(8),
    trigger: 'version.registered',
    kinds: ['dataset'],
    stages: ['collect', 'validate'],
    severity: null,
    template: 'dataset-validation',
    enabled: false,
  },
  {
    id: id(9),
    trigger: 'version.registered',
    kinds: ['model'],
    stages: ['develop', 'deploy'],
    severity: null,
    template: 'model-evaluation',
    enabled: false,
  },
  {
    id: id(10),
    trigger: 'stage.changed',
    kinds: ['infrastructure'],
    stages: ['monitor'],
    severity: null,
    template: 'endpoint-exposure',
    enabled: false,
  },
];
