/** The gates that Gatehouse comes with, and what differs between two numbers of a policy. Pure and browser-safe. */
import { type Kind, kinds, type Stage, stages } from '#lib/assets/rules.ts';
import type { Subject } from '#lib/reviews/rules.ts';
import { type BarLevel, contentOf, type Requirement } from '../rules.ts';

const controls = (...keys: string[]): Requirement => ({ key: 'controls', type: 'controls_verified', controls: keys.sort() });
const review = (subject: Subject, count = 1): Requirement => ({ key: 'reviews', type: 'reviews_approved', templates: [], subject, count });
const risk = (level: BarLevel): Requirement => ({ key: 'risk', type: 'no_open_risk', level });
const signal = (level: BarLevel): Requirement => ({ key: 'signals', type: 'no_signal', level });
const evidence = (days: number): Requirement => ({ key: 'evidence', type: 'evidence_younger', days });
const digests: Requirement = { key: 'digests', type: 'complete_digests' };

/**
 * What each kind of asset must have before each stage. What it takes grows with what a mistake would cost: to collect or validate takes knowing where
 * things come from, to deploy takes review, controls and risks that are borne, and whatever runs keeps its evidence fresh.
 */
const builtIn: Record<Kind, Record<Stage, Requirement[]>> = {
  dataset: {
    collect: [signal('critical')],
    validate: [controls('data-source-approval', 'dataset-provenance'), signal('critical')],
    develop: [controls('training-data-validation', 'dataset-digests'), review('dataset'), digests, signal('high')],
    deploy: [controls('training-data-validation', 'dataset-digests'), review('dataset'), risk('high'), digests, signal('high')],
    monitor: [review('dataset'), risk('high'), digests, signal('high'), evidence(365)],
    change: [risk('critical'), digests, signal('critical')],
  },
  model: {
    collect: [signal('critical')],
    validate: [controls('approved-upstream-sources'), signal('critical')],
    develop: [controls('safe-model-formats'), signal('high')],
    deploy: [controls('artifact-signing', 'model-validation'), review('version'), risk('high'), digests, signal('high')],
    monitor: [controls('artifact-signing', 'ai-telemetry'), review('version'), risk('high'), digests, signal('high'), evidence(365)],
    change: [risk('critical'), digests, signal('critical')],
  },
  pipeline: {
    collect: [signal('critical')],
    validate: [controls('managed-secrets'), signal('critical')],
    develop: [controls('managed-secrets', 'dependency-pinning'), signal('high')],
    deploy: [controls('isolated-build', 'two-person-review'), review('version'), risk('high'), digests, signal('high')],
    monitor: [controls('isolated-build', 'two-person-review'), review('version'), risk('high'), digests, signal('high'), evidence(365)],
    change: [risk('critical'), signal('critical')],
  },
  infrastructure: {
    collect: [signal('critical')],
    validate: [controls('encryption-at-rest'), signal('critical')],
    develop: [controls('least-privilege-access'), signal('high')],
    deploy: [controls('configuration-baseline', 'workload-isolation'), review('transition'), risk('high'), signal('high')],
    monitor: [
      controls('configuration-baseline', 'vulnerability-management'),
      review('transition'),
      risk('high'),
      signal('high'),
      evidence(180),
    ],
    change: [risk('critical'), signal('critical')],
  },
  repository: {
    collect: [signal('critical')],
    validate: [controls('least-privilege-access'), signal('critical')],
    develop: [controls('two-person-review', 'secret-scanning'), signal('high')],
    deploy: [controls('two-person-review', 'immutable-registry'), review('version'), risk('high'), digests, signal('high')],
    monitor: [controls('two-person-review', 'immutable-registry'), review('version'), risk('high'), digests, signal('high'), evidence(365)],
    change: [risk('critical'), signal('critical')],
  },
};

/** The gate that comes with Gatehouse for a kind before a stage. */
export const builtInRequirements = (kind: Kind, stage: Stage): readonly Requirement[] => builtIn[kind][stage];

/** Every gate: each kind before each stage. */
export const everyGate = kinds.flatMap((kind) => stages.map((stage) => ({ kind, stage })));

export type PolicyDifference = { key: string; before: Requirement | null; after: Requirement | null };

/** What of a policy was added, taken away or changed, by the requirements' keys: those of the later one in its order, then what is gone. */
export function differencesBetween(before: readonly Requirement[], after: readonly Requirement[]): PolicyDifference[] {
  const was = new Map(before.map((each) => [each.key, each]));
  const is = new Set(after.map(({ key }) => key));
  const changed = after.flatMap((each): PolicyDifference[] => {
    const earlier = was.get(each.key) ?? null;
    return earlier && contentOf(earlier) === contentOf(each) ? [] : [{ key: each.key, before: earlier, after: each }];
  });
  return [...changed, ...before.filter(({ key }) => !is.has(key)).map((each) => ({ key: each.key, before: each, after: null }))];
}
