/**
 * The register's vocabulary and its pure rules. No Zod and no I/O, so that the browser may import it freely. How a risk is scored stands in
 * ../scoring/rules.ts.
 */
import type { Level } from '#lib/assets/rules.ts';
import { impactWords, likelihoodWords } from '../catalogue/rules.ts';

export { countedExactly, mostAtOnce, undoWindow } from '#lib/assets/rules.ts';

/** What is done about a risk. */
export const treatments = ['mitigate', 'accept', 'avoid', 'transfer'] as const;
export type Treatment = (typeof treatments)[number];

export const treatmentLabels: Record<Treatment, string> = {
  mitigate: 'Mitigate',
  accept: 'Accept',
  avoid: 'Avoid',
  transfer: 'Transfer',
};

/** What each treatment means, for whoever chooses. */
export const treatmentMeanings: Record<Treatment, string> = {
  mitigate: 'Put controls in place until it is at the level you aim for.',
  accept: 'Bear it as it is until a day. Somebody of the security team decides.',
  avoid: 'Give up what causes it: retire the asset, or stop the use.',
  transfer: 'Have somebody else bear it: an insurer, a supplier, a contract.',
};

/** The best that its safeguards are; the database keeps the index. */
export const coverages = ['none', 'planned', 'implemented', 'verified'] as const;
export type Coverage = (typeof coverages)[number];

export const coverageLabels: Record<Coverage, string> = {
  none: 'None',
  planned: 'Planned',
  implemented: 'Implemented',
  verified: 'Verified',
};

export const coverageOf = (index: number): Coverage => coverages[index] ?? 'none';

/** A filter of the list: `overdue` and the days ahead are about what is still open; `none` has no date. */
export const dueStates = ['overdue', '7d', '30d', 'none'] as const;
export type DueState = (typeof dueStates)[number];

export const dueLabels: Record<DueState, string> = {
  overdue: 'Overdue',
  '7d': 'In the next 7 days',
  '30d': 'In the next 30 days',
  none: 'No due date',
};

/** How the list may be ordered; a leading minus turns it round. What has no due date stands last, either way. */
export const sorts = ['level', '-level', 'due', '-due', 'changed', '-changed', 'opened', '-opened'] as const;
export type Sort = (typeof sorts)[number];
/** The worst first. */
export const usualSort: Sort = '-level';

/** Values of likelihood and impact. */
export const values = [1, 2, 3, 4, 5] as const;

const numbered = (words: readonly string[]): Record<number, string> =>
  Object.fromEntries(words.map((word, at) => [at + 1, `${at + 1} · ${word}`]));

export const likelihoodLabels = numbered(likelihoodWords);
export const impactLabels = numbered(impactWords);

/** A value set by hand needs a reason of so many characters at least. */
export const shortestReason = 10;

/** The severity 1–4 as the level that it is shown as, where nothing else is to be said. */
export const severityLevels: readonly Level[] = ['low', 'medium', 'high', 'critical'];
export const levelOfSeverity = (severity: number): Level => severityLevels[severity - 1] ?? 'unassessed';

/** Levels that ask for something to be done: all but what is low, borne, or no risk at all. Of the index that the database keeps, those from 3. */
export const firstOpenLevel = 3;

/** Is the risk past its due date, and still open? */
export const isOverdue = (risk: { level: Level; dueAt: string | null }, at: Date): boolean =>
  risk.dueAt !== null && !closedLevels.has(risk.level) && new Date(risk.dueAt) < at;

const closedLevels: ReadonlySet<Level> = new Set(['none', 'low', 'accepted']);

/** "3 × 4". */
export const product = (likelihood: number, impact: number): string => `${likelihood} × ${impact}`;
