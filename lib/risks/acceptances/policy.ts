/** Who decides on an acceptance: never whoever asked for it, nor whoever owns the asset or the risk, or did at any moment since it was asked for. There is no way round for anybody. */
import type { Kind } from '#lib/access/kinds.ts';
import { type Actor, can } from '#lib/access/policy.ts';

/** Whom an acceptance concerns at this moment, and who owned the asset and the risk when it was asked for, or since. */
export type Parties = { requestedBy: string; assetOwnerId: string | null; riskOwnerId: string | null; ownersThen: readonly string[] };
export type Place = { teamId: string; kind: Kind };

export type Hindrance = 'right' | 'service' | 'requester' | 'asset-owner' | 'risk-owner' | 'owner-then';

export const hindranceWords: Record<Hindrance, string> = {
  right: 'has not the right to decide on acceptances here',
  service: 'is a service account: a person decides',
  requester: 'asked for it',
  'asset-owner': 'owns the asset',
  'risk-owner': 'owns the risk',
  'owner-then': 'owned the asset or the risk when it was asked for, or since',
};

/** What keeps somebody with the right from deciding. */
export function conflictOf(id: string, { requestedBy, assetOwnerId, riskOwnerId, ownersThen }: Parties): Hindrance | null {
  if (id === requestedBy) return 'requester';
  if (id === assetOwnerId) return 'asset-owner';
  if (id === riskOwnerId) return 'risk-owner';
  return ownersThen.includes(id) ? 'owner-then' : null;
}

/** Why the actor may not grant or refuse; null where they may. Administrators are people like others. */
export function hindranceToDecide(actor: Actor, parties: Parties, place: Place): Hindrance | null {
  if (actor.type === 'service') return 'service';
  return can(actor, 'acceptance.decide', place) ? conflictOf(actor.id, parties) : 'right';
}

/** The same as a sentence to whoever tried. */
export const refusalWords: Record<Exclude<Hindrance, 'right'>, string> = {
  service: 'A service account does not decide whether a risk is accepted: a person does.',
  requester: 'Nobody decides on their own request. Somebody else with the right to decide has to.',
  'asset-owner': 'You own this asset: somebody else with the right to decide has to.',
  'risk-owner': 'You own this risk: somebody else with the right to decide has to.',
  'owner-then': 'You owned the asset or the risk when this was asked for, or since: somebody else with the right to decide has to.',
};

/** Taking an acceptance back makes nothing easier for anybody: whoever decides may, the granter and the owners included. */
export const mayRevoke = (actor: Actor, place: Place): boolean => can(actor, 'acceptance.decide', place);

/** Whoever asked may take it back while it waits. */
export const mayWithdraw = (actor: Actor, { requestedBy }: Pick<Parties, 'requestedBy'>): boolean => actor.id === requestedBy;
