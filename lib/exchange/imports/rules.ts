/** An import's life, and what may be done at each point of it. Pure, and free for the browser. */
import type { DataClass, Exposure, Stage } from '#lib/assets/rules.ts';

export const importStatuses = ['uploading', 'reading', 'mapping', 'preview', 'applying', 'done', 'failed', 'cancelled', 'expired'] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const importStatusLabels: Record<ImportStatus, string> = {
  uploading: 'Uploading',
  reading: 'Reading',
  mapping: 'Columns to confirm',
  preview: 'Preview',
  applying: 'Applying',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Discarded',
  expired: 'Expired',
};

/** A job is at work on it: the page asks again every second. */
export const isRunning = (status: ImportStatus) => status === 'uploading' || status === 'reading' || status === 'applying';
/** Nothing more happens to it, and the file is gone. */
export const isOver = (status: ImportStatus) => status === 'done' || status === 'cancelled' || status === 'expired';
/** How it is read may be chosen anew: the file is there and nobody is at it. */
export const isReadable = (status: ImportStatus) => status === 'mapping' || status === 'preview' || status === 'failed';

export const rowActions = ['create', 'update', 'unchanged', 'rejected'] as const;
export type RowAction = (typeof rowActions)[number];

export const rowActionLabels: Record<RowAction, string> = {
  create: 'New',
  update: 'Changed',
  unchanged: 'Unchanged',
  rejected: 'Rejected',
};

/** What a new asset gets where the file does not say. Without a stage, it stands where its kind begins. */
export type ImportDefaults = { stage: Stage | null; criticality: number; exposure: Exposure; dataClass: DataClass };
export const usualDefaults: ImportDefaults = { stage: null, criticality: 3, exposure: 'internal', dataClass: 'internal' };

/** `merge` needs the asset to merge with. Undecided counts as keep. */
export const decisions = ['merge', 'keep', 'skip'] as const;
export type Decision = (typeof decisions)[number];

/** Why two assets may be the same one. */
export const duplicateReasons = ['digest', 'purl', 'name'] as const;
export type DuplicateReason = (typeof duplicateReasons)[number];
export const duplicateLabels: Record<DuplicateReason, string> = {
  digest: 'same files',
  purl: 'same package URL',
  name: 'nearly the same name',
};

/** So many new assets at most are compared by name with those that are there; and for so long, in milliseconds. */
export const mostCompared = 20_000;
export const longestComparison = 20_000;
export const nameSimilarity = 0.6;
/** Rows of an import that is over are kept this long, in days; rejected ones and decisions for good. */
export const rowsKeptDays = 7;
/** An import that waits for somebody is kept this long after it was last touched, in days; then its file goes. */
export const waitingKeptDays = 7;

export const readJob = 'import.read';
export const applyJob = 'import.apply';
export const cleanJob = 'import.clean';
