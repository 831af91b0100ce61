/** What an approval is bound to, when it still holds, and why it went stale: the words and the pure rules. Browser-safe; the time is passed in. */
import { type Relation, relations } from '#lib/assets/lineage/rules.ts';
import {
  type DataClass,
  dataClassLabels,
  type Exposure,
  exposureLabels,
  type Kind,
  type Stage,
  stageLabels,
  stages,
} from '#lib/assets/rules.ts';

export const approvalStates = ['fresh', 'stale', 'superseded'] as const;
export type ApprovalState = (typeof approvalStates)[number];
export const approvalLabels: Record<ApprovalState, string> = { fresh: 'Fresh', stale: 'Stale', superseded: 'Superseded' };

/** What happens that takes an approval its freshness. */
export const staleCauses = [
  'version.registered',
  'lineage.recorded',
  'lineage.removed',
  'asset.retired',
  'signal.raised',
  'stage.changed',
  'exposure.changed',
  'data_class.changed',
  'time.passed',
  'task.missed',
] as const;
export type StaleCause = (typeof staleCauses)[number];

/** The fields of an asset that an approval of it is bound to. Criticality, tags, names and owners are not. */
export type Governed = { stage: Stage; exposure: Exposure; dataClass: DataClass };

/**
 * A step of what a version rests on, or null: what it was made from and judged by, the model that an endpoint runs, and the repository that holds it. The
 * view `approval_arrows` says the same.
 */
export function restsOn<T>(edge: { from: T; to: T; relation: Relation; toKind: Kind }): { version: T; origin: T } | null {
  if (edge.relation === 'deployed_to') return { version: edge.to, origin: edge.from };
  if (edge.relation === 'stored_in' && edge.toKind !== 'repository') return null;
  return relations.includes(edge.relation) ? { version: edge.from, origin: edge.to } : null;
}

/** The stage after this one; undefined after the last. */
export const nextStage = (stage: Stage): Stage | undefined => stages[stages.indexOf(stage) + 1];

/** The field of an asset that is no longer as it was approved, or null. To go on to the stage that the approval is for is no change; `before`: where it stood. */
export function changedField(
  approved: Governed & { target: Stage | null },
  is: Governed,
  before: Stage,
): 'exposure' | 'data_class' | 'stage' | null {
  if (is.exposure !== approved.exposure) return 'exposure';
  if (is.dataClass !== approved.dataClass) return 'data_class';
  return is.stage !== before && is.stage !== (approved.target ?? nextStage(approved.stage)) ? 'stage' : null;
}

/** Why an approval went stale, as it is kept. Of other teams' assets it is not to be shown as it stands. */
export type StaleReason = {
  what: StaleCause;
  asset?: string;
  version?: string;
  origin?: string;
  arrow?: string;
  signal?: string;
  by?: string;
  before?: string;
  after?: string;
  /** The asset went on to its next stage, as it should: nobody needs to look again. */
  passed?: true;
};

const words: Record<string, string> = { ...stageLabels };
const wordOf = (what: StaleCause, value = '') =>
  (what === 'exposure.changed'
    ? exposureLabels[value as Exposure]
    : what === 'data_class.changed'
      ? dataClassLabels[value as DataClass]
      : words[value]) ?? value;

/** Why it went stale, as a sentence. `name`: of what changed, where whoever reads it may know; `own`: it is the approved asset itself. */
export function staleSentence(
  { what, before, after, passed }: Omit<StaleReason, 'asset'>,
  { name, own }: { name: string | null; own: boolean },
): string {
  const whose = name ?? 'an asset of another team';
  switch (what) {
    case 'version.registered':
      return own ? 'A version was registered, and none had been when it was approved.' : `A new version of ${whose} was registered.`;
    case 'lineage.recorded':
      return own
        ? 'It now comes from something that it did not come from then.'
        : `${capital(whose)} now comes from something that it did not come from then.`;
    case 'lineage.removed':
      return own
        ? 'It no longer comes from something that it came from then.'
        : `${capital(whose)} no longer comes from something that it came from then.`;
    case 'asset.retired':
      return `${capital(whose)} was retired.`;
    case 'signal.raised':
      return own ? 'A signal was raised on it.' : `A signal was raised on ${whose}.`;
    case 'stage.changed':
      return passed ? `It went on to ${wordOf(what, after)}.` : `It moved from ${wordOf(what, before)} to ${wordOf(what, after)}.`;
    case 'exposure.changed':
      return `Its exposure changed from ${wordOf(what, before)} to ${wordOf(what, after)}.`;
    case 'data_class.changed':
      return `Its data class changed from ${wordOf(what, before)} to ${wordOf(what, after)}.`;
    case 'time.passed':
      return 'Its time ran out.';
    case 'task.missed':
      return 'A condition of it was missed.';
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
