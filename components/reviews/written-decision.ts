/** A decision while it is written: what was chosen, what is said about it, and under which conditions. Pure. */
import { type Decision, decisionLabels } from '#lib/reviews/rules.ts';
import { isNamed, type Named } from './mentions.ts';

/** A condition as it is written. `key` is for the page alone. */
export type NewCondition = { key: number; title: string; owner: Named | null; due: string };

export type WrittenDecision = { decision: Decision | null; comment: string; conditions: readonly NewCondition[] };

export const undecided: WrittenDecision = { decision: null, comment: '', conditions: [] };

/** A choice alone is not kept: it takes one key to make again, and nobody should find a decision made. */
export const isUndecided = ({ comment, conditions }: WrittenDecision): boolean => comment === '' && conditions.length === 0;

function readCondition(value: unknown): NewCondition | null {
  if (typeof value !== 'object' || value === null) return null;
  const { key, title, owner, due } = value as Record<string, unknown>;
  return typeof key === 'number' && typeof title === 'string' && typeof due === 'string' && (owner === null || isNamed(owner))
    ? { key, title, owner, due }
    : null;
}

/** A kept decision as it was written, or null where it cannot be one. */
export function readDecision(value: unknown): WrittenDecision | null {
  if (typeof value !== 'object' || value === null) return null;
  const { decision, comment, conditions } = value as Record<string, unknown>;
  if (typeof comment !== 'string' || !Array.isArray(conditions)) return null;
  const read = conditions.map(readCondition);
  if (read.some((each) => each === null)) return null;
  const known = typeof decision === 'string' && Object.hasOwn(decisionLabels, decision) ? (decision as Decision) : null;
  return { decision: known, comment, conditions: read.filter((each) => each !== null) };
}

/** What of a condition is not said yet; null where all is. */
export const lackOf = ({ title, owner, due }: NewCondition): string | null =>
  title.trim() === '' ? 'Say what is to be done.' : owner === null ? 'Say by whom.' : due === '' ? 'Say until when.' : null;

const lacksComment = { changes: 'Say what has to change.', reject: 'Say why: whoever asked reads this.' } as const;

/** What stands against sending it: at the comment, or as a whole. Empty where nothing does. */
export function wrongsOf({ decision, comment, conditions }: WrittenDecision): { comment?: string; whole?: string } {
  if (decision === null) return { whole: 'Choose a decision.' };
  if ((decision === 'changes' || decision === 'reject') && comment.trim() === '') return { comment: lacksComment[decision] };
  if (decision !== 'conditions') return {};
  if (conditions.length === 0) return { whole: 'Name at least one condition, or approve without.' };
  const lack = conditions.map(lackOf).find((each) => each !== null);
  return lack ? { whole: `A condition is not complete. ${lack}` } : {};
}
