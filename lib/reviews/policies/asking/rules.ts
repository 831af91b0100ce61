/** What a policy or a schedule asks for, of what happened. Pure: facts in, proposals out. */
import { dataClassLabels, exposureLabels, type Kind, type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { Subject } from '../../rules.ts';
import { isScheduled } from '../../schedules/rules.ts';
import type { Assignment } from '../../schema.ts';
import { asksFor, type PolicyConditions, type SignalSeverity, type Trigger } from '../rules.ts';

/** Something that waits in the queue. */
export type Due = {
  trigger: Trigger | 'schedule';
  teamId: string;
  assetId: string | null;
  personId: string | null;
  ref: string | null;
  before: string | null;
  after: string | null;
  actorId: string | null;
};

export type AskedTemplate = {
  key: string;
  subject: Subject;
  enabled: boolean;
  kinds: readonly Kind[];
  stages: readonly Stage[];
};
export type AskingPolicy = PolicyConditions & { id: string; template: string | null };
export type AskingSchedule = {
  id: string;
  name: string;
  template: string;
  timeZone: string;
  assignment: Assignment;
  /** Who said last what it asks for, and of whom. */
  setBy: string | null;
};
export type AskedAsset = {
  id: string;
  kind: Kind;
  stage: Stage;
  active: boolean;
  /** The newest version, and what it would be compared with: the one approved last, or the one before it. */
  newest: string | null;
  base: string | null;
};
/** The review whose approval went stale. `outdated`: a later version of the same was approved by the same since. */
export type StaleReview = {
  template: string;
  subject: Subject;
  versionId: string | null;
  baseVersionId: string | null;
  stage: Stage | null;
  outdated: boolean;
  because: string;
};
export type Facts = {
  templates: ReadonlyMap<string, AskedTemplate>;
  policies: readonly AskingPolicy[];
  schedules: ReadonlyMap<string, AskingSchedule>;
  assets: ReadonlyMap<string, AskedAsset>;
  /** By id: the version that was registered and what it is compared with, the signal that was raised, the approval that went stale. */
  versions: ReadonlyMap<string, { base: string | null }>;
  signals: ReadonlyMap<string, { title: string; severity: SignalSeverity }>;
  stale: ReadonlyMap<string, StaleReview>;
};

export type Proposal = {
  subject: Subject;
  teamId: string;
  assetId: string | null;
  personId: string | null;
  versionId: string | null;
  baseVersionId: string | null;
  stage: Stage | null;
  template: string;
  reason: string;
  cause: 'policy' | 'schedule';
  causeRef: string;
  /** Whose change it was, or whose schedule: they do not decide on it. */
  requestedBy: string | null;
  assignment: Assignment;
  /** In which the day ends by which it is due. */
  timeZone: string;
};

/** What is the same: nobody is asked twice for it while the first review waits. */
export const sameness = (each: Pick<Proposal, 'template' | 'teamId' | 'assetId' | 'personId' | 'versionId' | 'stage'>): string =>
  [each.template, each.assetId ?? `${each.personId} in ${each.teamId}`, each.versionId, each.stage].join(' ');

/** Everything that is to be asked for, each once, the first of those that are the same. */
export function proposalsOf(due: readonly Due[], facts: Facts): Proposal[] {
  const found = new Map<string, Proposal>();
  for (const proposal of due.flatMap((each) =>
    each.trigger === 'schedule' ? bySchedule(each, facts) : byPolicies(each, each.trigger, facts),
  ))
    if (!found.has(sameness(proposal))) found.set(sameness(proposal), proposal);
  return [...found.values()];
}

const byTemplate: Assignment = { by: 'template' };

function bySchedule({ ref, assetId, personId, teamId }: Due, { schedules, templates, assets }: Facts): Proposal[] {
  const schedule = schedules.get(ref ?? '');
  const template = schedule && templates.get(schedule.template);
  if (!schedule || !template?.enabled || !isScheduled(template.subject)) return [];
  const said = {
    ...{ template: template.key, cause: 'schedule' as const, causeRef: schedule.id, requestedBy: schedule.setBy },
    ...{ assignment: schedule.assignment, timeZone: schedule.timeZone },
    reason: `The schedule “${schedule.name}” has come round.`,
  };
  if (template.subject === 'access') return personId ? [{ ...said, ...nothing, subject: 'access', teamId, personId }] : [];
  const about = aboutAsset(template, assets.get(assetId ?? ''), null);
  return about ? [{ ...said, ...about, teamId }] : [];
}

const nothing = { assetId: null, personId: null, versionId: null, baseVersionId: null, stage: null };

function byPolicies(due: Due, trigger: Trigger, facts: Facts): Proposal[] {
  const asset = facts.assets.get(due.assetId ?? '');
  if (!asset) return [];
  const signal = trigger === 'signal.raised' ? facts.signals.get(due.ref ?? '') : undefined;
  const happening = { trigger, kind: asset.kind, stage: asset.stage, severity: signal?.severity ?? null };
  const stale = trigger === 'approval.stale' ? facts.stale.get(due.ref ?? '') : undefined;
  return facts.policies
    .filter((policy) => asksFor(policy, happening))
    .flatMap((policy): Proposal[] => {
      const template = facts.templates.get(policy.template ?? stale?.template ?? '');
      if (!template?.enabled) return [];
      const about =
        policy.template === null ? (stale ? aboutStale(stale, asset) : null) : aboutAsset(template, asset, versionOf(due, trigger, facts));
      if (!about) return [];
      const who = isOwnDoing(trigger) ? due.actorId : null;
      return [
        {
          ...about,
          ...{ teamId: due.teamId, template: template.key, reason: reasonOf(due, trigger, facts), cause: 'policy', causeRef: policy.id },
          ...{ requestedBy: who, assignment: byTemplate, timeZone: 'UTC' },
        },
      ];
    });
}

/** Whoever changes it has it looked at by somebody else; whoever raises a signal, or changes something upstream, may well look. */
const isOwnDoing = (trigger: Trigger) => trigger !== 'signal.raised' && trigger !== 'approval.stale';

const versionOf = ({ ref }: Due, trigger: Trigger, { versions }: Facts) => {
  const version = trigger === 'version.registered' && ref ? versions.get(ref) : undefined;
  return version && ref ? { id: ref, base: version.base } : null;
};

type About = Omit<Proposal, 'teamId' | 'template' | 'reason' | 'cause' | 'causeRef' | 'requestedBy' | 'assignment' | 'timeZone'>;

/** An asset as the template can ask about it; null where it cannot: of another kind or stage, or with nothing to compare. */
function aboutAsset(
  template: AskedTemplate,
  asset: AskedAsset | undefined,
  version: { id: string; base: string | null } | null,
): About | null {
  if (!asset?.active || (template.kinds.length > 0 && !template.kinds.includes(asset.kind))) return null;
  if (template.stages.length > 0 && !template.stages.includes(asset.stage)) return null;
  const about = { ...nothing, subject: template.subject, assetId: asset.id };
  const [id, base] = version ? [version.id, version.base] : [asset.newest, asset.base];
  switch (template.subject) {
    case 'version':
      return { ...about, versionId: id };
    case 'dataset':
      return asset.kind === 'dataset' ? { ...about, versionId: id } : null;
    case 'change':
      return id && base ? { ...about, versionId: id, baseVersionId: base } : null;
    default:
      return null;
  }
}

/** The same question again, about the same version: what is upstream of it is what changed. Where an asset stands already, it need not go again. */
function aboutStale({ subject, versionId, baseVersionId, stage, outdated }: StaleReview, asset: AskedAsset): About | null {
  if (!asset.active || outdated || subject === 'access' || subject === 'acceptance') return null;
  if (subject === 'transition' && stage === asset.stage) return null;
  return { ...nothing, subject, assetId: asset.id, versionId, baseVersionId, stage };
}

function reasonOf({ ref, before, after }: Due, trigger: Trigger, { signals, stale }: Facts): string {
  const words = (labels: Readonly<Record<string, string>>, value: string | null) => (labels[value ?? ''] ?? value ?? '').toLowerCase();
  const changed = (what: string, labels: Readonly<Record<string, string>>) =>
    `The ${what} changed from ${words(labels, before)} to ${words(labels, after)}.`;
  switch (trigger) {
    case 'version.registered':
      return 'A version was registered.';
    case 'exposure.changed':
      return changed('exposure', exposureLabels);
    case 'data_class.changed':
      return changed('data class', dataClassLabels);
    case 'stage.changed':
      return changed('stage', stageLabels);
    case 'signal.raised':
      return `The signal “${signals.get(ref ?? '')?.title ?? ''}” was raised: ${signals.get(ref ?? '')?.severity ?? ''}.`;
    case 'approval.stale':
      return `The approval went stale. ${stale.get(ref ?? '')?.because ?? ''}`.trim();
  }
}
