import { type Actor, can } from '#lib/access/policy.ts';

/** Whoever added a file takes it away again, and whoever manages reviews there. */
export const mayRemoveOf = (actor: Actor, addedBy: string | null, place: { teamId: string }): boolean =>
  addedBy === actor.id || can(actor, 'review.manage', place);
