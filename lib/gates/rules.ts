/** What gates ask for: the kinds of requirement, their words, and the order of stages. Pure and browser-safe. */
import { type Kind, type Stage, stages } from '#lib/assets/rules.ts';
import { type Subject, subjectLabels } from '#lib/reviews/rules.ts';

/** A level at or above which something is in the way, of a risk or of a signal. */
export const barLevels = ['medium', 'high', 'critical'] as const;
export type BarLevel = (typeof barLevels)[number];

/** What a requirement counts approvals of: reviews of these templates, or where none is named, of any review of a subject. */
export type ApprovalsOf = { templates: string[]; subject: Subject | null };

type Named = { key: string };
export type Requirement =
  | (Named & { type: 'controls_verified'; controls: string[] })
  | (Named & { type: 'no_open_risk'; level: BarLevel })
  | (Named & { type: 'reviews_approved'; count: number } & ApprovalsOf)
  | (Named & { type: 'complete_digests' })
  | (Named & { type: 'no_signal'; level: BarLevel })
  | (Named & { type: 'evidence_younger'; days: number });
export type RequirementType = Requirement['type'];
export type RequirementOf<T extends RequirementType> = Extract<Requirement, { type: T }>;

export const requirementTypes = [
  'controls_verified',
  'reviews_approved',
  'no_open_risk',
  'complete_digests',
  'no_signal',
  'evidence_younger',
] as const satisfies readonly RequirementType[];

/** What holds an asset back, in the words of a filter. */
export const typeLabels: Record<RequirementType, string> = {
  controls_verified: 'Controls',
  reviews_approved: 'Reviews',
  no_open_risk: 'Risks',
  complete_digests: 'Digests',
  no_signal: 'Signals',
  evidence_younger: 'Age of evidence',
};

export const typeHints: Record<RequirementType, string> = {
  controls_verified: 'Somebody else has verified that these controls are in place, and their evidence has not expired.',
  reviews_approved: 'So many reviews approved exactly this version, and nothing has made them stale since.',
  no_open_risk: 'No risk of the asset is open at or above a level. What nobody assessed, or assessed too long ago, is in the way too.',
  complete_digests: 'The version has a digest of all its files, and so has everything that it comes from.',
  no_signal: 'No signal at or above a severity is open.',
  evidence_younger: 'Each control that counts as in place rests on evidence that was added within so many days.',
};

/** A gate asks for so much at most. */
export const mostRequirements = 20;
export const mostControls = 20;
export const mostTemplates = 10;
export const mostReviews = 10;
export const mostDays = 1095;

/** Names of what requirements speak of by key; an unknown key stands for itself. */
export type Names = { controls: Readonly<Record<string, string>>; templates: Readonly<Record<string, string>> };
export const noNames: Names = { controls: {}, templates: {} };

const barWords: Record<BarLevel, string> = { medium: 'medium or worse', high: 'high or worse', critical: 'critical' };

const listed = (names: readonly string[]) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);
const several = (count: number, one: string) => (count === 1 ? `One ${one}` : `${count} ${one}s`);

/** A requirement in words. */
export function titleOf(requirement: Requirement, names: Names = noNames): string {
  switch (requirement.type) {
    case 'controls_verified':
      return `Verified: ${listed(requirement.controls.map((key) => names.controls[key] ?? key))}`;
    case 'no_open_risk':
      return `No open risk that is ${barWords[requirement.level]}`;
    case 'reviews_approved':
      return requirement.templates.length > 0
        ? `${several(requirement.count, 'review')} approved: ${requirement.templates.map((key) => names.templates[key] ?? key).join(' or ')}`
        : `${several(requirement.count, 'review')} approved: ${subjectLabels[requirement.subject ?? 'version'].toLowerCase()}`;
    case 'complete_digests':
      return 'Complete digests, upstream included';
    case 'no_signal':
      return `No open signal that is ${barWords[requirement.level]}`;
    case 'evidence_younger':
      return `Evidence no older than ${requirement.days} days`;
  }
}

/** The same content, whatever the order of what is listed: what a waiver or a comparison goes by. */
export const contentOf = (requirement: Requirement): string => JSON.stringify(ordered(requirement));

function ordered(requirement: Requirement): unknown[] {
  switch (requirement.type) {
    case 'controls_verified':
      return [requirement.key, requirement.type, [...requirement.controls].sort()];
    case 'reviews_approved':
      return [requirement.key, requirement.type, [...requirement.templates].sort(), requirement.subject, requirement.count];
    case 'evidence_younger':
      return [requirement.key, requirement.type, requirement.days];
    case 'complete_digests':
      return [requirement.key, requirement.type];
    default:
      return [requirement.key, requirement.type, requirement.level];
  }
}

/** Where a stage stands in an asset's life, from 0. */
export const rankOf = (stage: Stage): number => stages.indexOf(stage);

/** The stage after this one; null after the last. */
export const nextStage = (stage: Stage): Stage | null => stages[rankOf(stage) + 1] ?? null;

/** The stages whose gates are passed on the way, the last of them included; none where the way goes back. */
export const gatesBetween = (from: Stage, to: Stage): Stage[] => stages.slice(rankOf(from) + 1, rankOf(to) + 1);

/** The stages that lie out of the ordinary: past the next one, or before the present, the nearest first. */
export const stagesThatWay = (from: Stage, way: 'skip' | 'back'): Stage[] =>
  way === 'skip' ? stages.slice(rankOf(from) + 2) : stages.slice(0, rankOf(from)).reverse();

export const acts = ['promote', 'skip', 'back'] as const;
export type PromotionAct = (typeof acts)[number];
export const actLabels: Record<PromotionAct, string> = { promote: 'Promotion', skip: 'Skipped ahead', back: 'Sent back' };

/** Which act a way from one stage to another is; null for none at all. */
export function actOf(from: Stage, to: Stage): PromotionAct | null {
  const steps = rankOf(to) - rankOf(from);
  if (steps === 0) return null;
  return steps < 0 ? 'back' : steps === 1 ? 'promote' : 'skip';
}

/** What is out of the ordinary says why, in at least so many characters. */
export const shortestReason = 10;
export const longestReason = 2000;

/** A gate: of a kind of asset, before a stage. */
export type GateOf = { kind: Kind; stage: Stage };

/** A key for one more requirement of a type: "no_signal", and where that is taken "no_signal-2". */
export function freeKey(type: RequirementType, taken: readonly string[]): string {
  const wanted = type.replaceAll('_', '-');
  for (let at = 1; ; at += 1) {
    const key = at === 1 ? wanted : `${wanted}-${at}`;
    if (!taken.includes(key)) return key;
  }
}

export const requirementKey = /^[a-z0-9]+(-[a-z0-9]+)*$/;
