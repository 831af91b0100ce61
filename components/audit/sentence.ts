import { targetLabel } from '#lib/access/audit/rules.ts';
import type { AuditRow } from '#lib/access/audit/schema.ts';
import { sentenceOf } from '#lib/access/audit/sentence-rules.ts';

/** Who did it, as a person reads it. */
export const actorWords = ({ actorId, actorName, actorType }: Pick<AuditRow, 'actorId' | 'actorName' | 'actorType'>): string =>
  actorName ?? (actorId ? (actorType === 'service' ? 'A service account' : 'Somebody') : 'Gatehouse');

/** What it was done to: its name, or what kind of thing it is. */
export const targetWords = ({ targetType, targetName }: Pick<AuditRow, 'targetType' | 'targetName'>): string =>
  targetName ?? `${/^[aeiou]/i.test(targetType) ? 'an' : 'a'} ${targetLabel(targetType).toLowerCase()}`;

/** What was done, before and after the place where the thing is named; `after` is null where it is not. */
export function sentenceParts({ event }: Pick<AuditRow, 'event'>): { before: string; after: string | null } {
  const [before = '', after] = sentenceOf(event).split('{target}');
  return { before, after: after ?? null };
}

/** "edited Credit scoring". */
export function whatWords(row: Pick<AuditRow, 'event' | 'targetType' | 'targetName'>): string {
  const { before, after } = sentenceParts(row);
  return after === null ? before : `${before}${targetWords(row)}${after}`;
}
