/** Who decides on a review: never whoever asked for it, owns, registered or implemented what it is about, or is it. There is no way round for anybody. */
import { type Actor, can } from '#lib/access/policy.ts';

/**
 * Whom a review concerns at this moment. Of a service account that asked, registered or implemented, those who can act as it stand beside it.
 */
export type Parties = {
  requesters: readonly string[];
  /** Of a review of access: whose. */
  personId: string | null;
  ownerId: string | null;
  /** Of a review of an acceptance: who asked for it, and who owns its risk. */
  acceptanceRequesterId: string | null;
  riskOwnerId: string | null;
  /** Who owned what it is about when it was asked for. */
  ownersThen: readonly string[];
  registrars: readonly string[];
  /** Of safeguards of the asset that the checklist asks about. */
  implementers: readonly string[];
};

export const nobody: Parties = {
  requesters: [],
  personId: null,
  ownerId: null,
  acceptanceRequesterId: null,
  riskOwnerId: null,
  ownersThen: [],
  registrars: [],
  implementers: [],
};

export const conflicts = [
  'requester',
  'subject',
  'owner',
  'acceptance-requester',
  'risk-owner',
  'owner-then',
  'registered',
  'implemented',
] as const;
export type Conflict = (typeof conflicts)[number];
export type Hindrance = Conflict | 'right' | 'service';

/** After somebody's name. */
export const hindranceWords: Record<Hindrance, string> = {
  right: 'has not the right to decide in reviews here',
  service: 'is a service account: a person decides',
  requester: 'asked for this review',
  subject: 'is the person whose access is reviewed',
  owner: 'owns the asset',
  'acceptance-requester': 'asked for the acceptance',
  'risk-owner': 'owns the risk',
  'owner-then': 'owned it when the review was asked for, or since',
  registered: 'registered the version',
  implemented: 'implemented a control that the checklist asks about',
};

/** The same as a sentence to whoever tried. */
export const refusalWords: Record<Hindrance, string> = {
  right: 'You need the right to decide in reviews of this team.',
  service: 'A service account does not decide in reviews: a person does.',
  requester: 'You asked for this review: somebody else has to decide.',
  subject: 'This is about your own access: somebody else has to decide.',
  owner: 'You own this asset: somebody else has to decide.',
  'acceptance-requester': 'You asked for this acceptance: somebody else has to decide.',
  'risk-owner': 'You own this risk: somebody else has to decide.',
  'owner-then': 'You owned this when the review was asked for, or since: somebody else has to decide.',
  registered: 'You registered this version: somebody else has to decide.',
  implemented: 'You implemented a control that the checklist asks about: somebody else has to decide.',
};

/** What keeps somebody with the right from deciding; null where nothing does. The database's review_conflict says the same. */
export function conflictOf(id: string, parties: Parties): Conflict | null {
  if (parties.requesters.includes(id)) return 'requester';
  if (parties.personId === id) return 'subject';
  if (parties.ownerId === id) return 'owner';
  if (parties.acceptanceRequesterId === id) return 'acceptance-requester';
  if (parties.riskOwnerId === id) return 'risk-owner';
  if (parties.ownersThen.includes(id)) return 'owner-then';
  if (parties.registrars.includes(id)) return 'registered';
  return parties.implementers.includes(id) ? 'implemented' : null;
}

/** Why the actor may not decide; null where they may. Administrators are people like others. */
export function hindranceToDecide(actor: Actor, parties: Parties, teamId: string): Hindrance | null {
  if (actor.type === 'service') return 'service';
  return can(actor, 'review.decide', { teamId }) ? conflictOf(actor.id, parties) : 'right';
}

/** Whoever asked may take it back, and whoever manages reviews there. */
export const mayWithdraw = (actor: Actor, { requestedBy, teamId }: { requestedBy: string | null; teamId: string }): boolean =>
  can(actor, 'review.manage', { teamId }) || (requestedBy === actor.id && can(actor, 'review.request', { teamId }));

/** Whoever asked, owns the asset or manages reviews opens it again once the changes are made. */
export const mayReopen = (
  actor: Actor,
  { requestedBy, ownerId, teamId }: { requestedBy: string | null; ownerId: string | null; teamId: string },
): boolean =>
  can(actor, 'review.manage', { teamId }) ||
  ((requestedBy === actor.id || ownerId === actor.id) && can(actor, 'review.request', { teamId }));

/** Seats are given by whoever manages reviews, and by whoever asked, to others than themself. */
export const mayAssign = (actor: Actor, { requestedBy, teamId }: { requestedBy: string | null; teamId: string }): boolean =>
  mayWithdraw(actor, { requestedBy, teamId });

/** Whoever owns a task says that it is done; whoever manages reviews corrects it. */
export const mayDoTask = (actor: Actor, { ownerId, teamId }: { ownerId: string; teamId: string }): boolean =>
  actor.type === 'person' && (ownerId === actor.id || can(actor, 'review.manage', { teamId }));
