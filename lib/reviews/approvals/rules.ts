/** What an approval is bound to, when it still holds, and why it went stale: the words and the pure rules. Browser-safe; the time is passed in. */
import type { DataClass, Exposure, Stage } from '#lib/assets/rules.ts';

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
