/**
 * The inventory's vocabulary and its pure rules. No Zod and no I/O, so that the browser may import it freely.
 */
import { type Kind, kinds } from '#lib/access/kinds.ts';

export { type Kind, kinds };

export const stages = ['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'] as const;
export const exposures = ['isolated', 'internal', 'partner', 'public'] as const;
export const dataClasses = ['public', 'internal', 'confidential', 'restricted'] as const;
export const origins = ['manual', 'file', 'connector'] as const;
export const statuses = ['active', 'retired'] as const;
export const criticalities = [1, 2, 3, 4, 5] as const;

export type Stage = (typeof stages)[number];
export type Exposure = (typeof exposures)[number];
export type DataClass = (typeof dataClasses)[number];
export type Origin = (typeof origins)[number];
export type Status = (typeof statuses)[number];

/**
 * What is shown and counted of a risk, of a stage (its worst risk) and of an asset (its worst stage), ordered by what asks for attention
 * first. The database keeps the index, so that the worst of several is their greatest, and sorting by level is sorting a number. `none`: no
 * threat applies. Unassessed stands above low: what nobody looked at is never summed into it.
 */
export const levels = ['none', 'low', 'accepted', 'unassessed', 'stale', 'medium', 'high', 'critical'] as const;
export type Level = (typeof levels)[number];

/** The levels of the six stages as digits, each the index of its level: how they travel in a row of a list. */
export const postureDigits = (ofStages: readonly Level[]): string => ofStages.map((level) => levels.indexOf(level)).join('');

/** "deploy:high", a level at a stage: a filter of the list. */
export const stageLevels = stages.flatMap((stage) => levels.map((level) => `${stage}:${level}` as const));

export type StageLevel = (typeof stageLevels)[number];

export const kindLabels: Record<Kind, string> = {
  dataset: 'Dataset',
  model: 'Model',
  pipeline: 'Pipeline',
  infrastructure: 'Infrastructure',
  repository: 'Repository',
};

export const stageLabels: Record<Stage, string> = {
  collect: 'Data collection',
  validate: 'Dataset validation',
  develop: 'Development',
  deploy: 'Deployment',
  monitor: 'Monitoring',
  change: 'Change review',
};

export const exposureLabels: Record<Exposure, string> = {
  isolated: 'Isolated',
  internal: 'Internal',
  partner: 'Partner',
  public: 'Public',
};

export const dataClassLabels: Record<DataClass, string> = {
  public: 'Public',
  internal: 'Internal',
  confidential: 'Confidential',
  restricted: 'Restricted',
};

export const originLabels: Record<Origin, string> = { manual: 'By hand', file: 'File', connector: 'Connector' };

export const statusLabels: Record<Status, string> = { active: 'Active', retired: 'Retired' };

export const levelLabels: Record<Level, string> = {
  none: 'No threats',
  low: 'Low',
  accepted: 'Accepted',
  unassessed: 'Unassessed',
  stale: 'Stale',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const criticalityLabels: Record<number, string> = {
  1: '1 · Minor',
  2: '2 · Limited',
  3: '3 · Important',
  4: '4 · Severe',
  5: '5 · Vital',
};

/** Where an asset of a kind usually stands when it is first registered. */
export const firstStage: Record<Kind, Stage> = {
  dataset: 'collect',
  model: 'develop',
  pipeline: 'develop',
  infrastructure: 'deploy',
  repository: 'develop',
};

/**
 * Turns a name into a key: lower case, words joined by hyphens, at most 80 characters.
 * "Fraud scoring (v2)" → "fraud-scoring-v2". Never empty: a name without letters or digits gives "asset".
 * Of a longer name than any asset may have, as files tell them, the beginning counts: what follows would only cost time.
 */
export function keyFromName(name: string): string {
  const key = name
    .slice(0, 1000)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 80)
    .replace(/[-._]+$/g, '');
  return key || 'asset';
}

/** How the list may be ordered; a leading minus turns it round. */
export const sorts = ['relevance', 'name', '-name', 'level', '-level', 'criticality', '-criticality', 'changed', '-changed'] as const;
export type Sort = (typeof sorts)[number];

/** Has an asset any registered version? A filter of the list. */
export const versionStates = ['none', 'some'] as const;

/** Has an asset an open signal of this severity at least, or none at all? A filter of the list. */
export const signalStates = ['critical', 'high', 'medium', 'none'] as const;
export type SignalState = (typeof signalStates)[number];
export const signalLabels: Record<SignalState, string> = {
  critical: 'Critical',
  high: 'High or worse',
  medium: 'Any open',
  none: 'None open',
};

/** "7d": so many days back, 1 to 999. */
export const daysBack = /^([1-9]\d{0,2})d$/;

/** The moment that "changed since" means: a day's first moment in UTC, a time as given, or whole days back from now. */
export function sinceOf(text: string, at: Date): Date {
  const days = daysBack.exec(text)?.[1];
  return days ? new Date(at.getTime() - Number(days) * 24 * 60 * 60 * 1000) : new Date(text);
}

/** Why an edit, in whatever form, does not take an asset that exists to another stage. */
export const stageWords = 'An asset that exists goes to another stage at its gate: promote it there, skip a stage, or send it back.';

/** A bulk change is made to this many assets at most. */
export const mostAtOnce = 1000;

/** A bulk change can be taken back for this long, in milliseconds. */
export const undoWindow = 10 * 60 * 1000;

/** Totals are exact up to here; beyond, "10,000+". */
export const countedExactly = 10_000;

/**
 * A text as the search understands it: its words (each a prefix), in lower case. "Fraud_scoring v2" → ["fraud", "scoring", "v2"].
 * Separators are those that the database's own index splits at.
 */
export function searchWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .slice(0, 10);
}
