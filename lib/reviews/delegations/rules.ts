/** When a delegation holds. Pure and browser-safe. */
export type DelegationState = 'waiting' | 'active' | 'ended';
export type Span = { fromAt: Date; untilAt: Date; endedAt: Date | null };

export const delegationLabels: Record<DelegationState, string> = { waiting: 'Begins', active: 'In force', ended: 'Over' };

export function delegationState({ fromAt, untilAt, endedAt }: Span, at: Date): DelegationState {
  if (endedAt !== null || untilAt <= at) return 'ended';
  return fromAt <= at ? 'active' : 'waiting';
}

/** Do two spans of the same person share a moment? */
export const overlaps = (one: Span, other: Span): boolean => one.fromAt < other.untilAt && other.fromAt < one.untilAt;

/** A delegation lasts so many days at most. */
export const longestDays = 92;
