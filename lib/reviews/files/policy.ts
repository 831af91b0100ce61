import { type Actor, can } from '#lib/access/policy.ts';
import { isWaiting, type ReviewState } from '../rules.ts';

/** Whoever added a file takes it away again, and whoever manages reviews there. */
export const mayRemoveOf = (actor: Actor, addedBy: string | null, place: { teamId: string }): boolean =>
  addedBy === actor.id || can(actor, 'review.manage', place);

/**
 * Why a review takes no file any more; null where it does. What was decided on stays what it was: afterwards only the conditions of an approval are met by
 * files, which belong to no item of the checklist.
 */
export function whyClosed(status: ReviewState, item: string | null): string | null {
  if (isWaiting(status) || (status === 'conditions' && item === null)) return null;
  if (status === 'withdrawn') return 'This review was withdrawn: nothing is attached to it any more.';
  return 'This review was decided on what is attached to it: nothing is added. Attach it to the next review.';
}
