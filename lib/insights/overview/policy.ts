/** What somebody wants to see first, by what they may do. */
import { type Actor, canEverywhere, canSomewhere } from '#lib/access/policy.ts';

export const focuses = ['security', 'audit', 'lead', 'contributor'] as const;
/**
 * `security`: decides for the whole organisation. `audit`: sees all of it and changes nothing. `lead`: answers for a team. `contributor`: answers
 * for what is theirs.
 */
export type Focus = (typeof focuses)[number];

export function focusOf(actor: Actor): Focus {
  if (canEverywhere(actor, 'asset.read')) return canSomewhere(actor, 'risk.assess') ? 'security' : 'audit';
  return canSomewhere(actor, 'safeguard.verify') || canSomewhere(actor, 'member.manage') ? 'lead' : 'contributor';
}
