/** Who may do what to a safeguard. Pure: the same functions decide whether a button is shown and whether the server obeys. */
import { type Actor, can } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { type Standing, verificationHindrance } from './rules.ts';

/** Without a kind, a team's offer: editing it takes a role that covers every kind. */
export type SafeguardTarget = { teamId: string; kind: Kind | null };

const targetOf = ({ teamId, kind }: SafeguardTarget) => (kind === null ? { teamId } : { teamId, kind });

/** May the actor plan, implement and describe it? */
export const mayEdit = (actor: Actor, target: SafeguardTarget): boolean => can(actor, 'safeguard.edit', targetOf(target));

/** Does the actor hold the right to verify here? */
export const holdsVerifying = (actor: Actor, target: SafeguardTarget): boolean => can(actor, 'safeguard.verify', targetOf(target));

/** Did the actor implement it, by themself or through a service account that they keep? */
export const hasImplemented = (actor: Actor, { implementedBy, implementedThrough }: Standing): boolean =>
  implementedBy === actor.id || implementedThrough.includes(actor.id);

/**
 * Why the actor may not verify it now, in words; null where they may. Nobody verifies what they implemented, whatever their rights; and no service
 * account verifies at all, for whoever implemented it may hold its token.
 */
export function whyNotVerify(actor: Actor, target: SafeguardTarget, standing: Standing): string | null {
  const hindrance = verificationHindrance(standing, actor.id);
  if (standing.state === 'implemented' && hasImplemented(actor, standing)) return hindrance;
  if (actor.type === 'service') return 'A service account does not verify controls: a person does.';
  if (!holdsVerifying(actor, target)) return 'It takes the right to verify controls that others implemented, which you do not hold here.';
  return hindrance;
}

/** A verification may be taken back by whoever may verify, and by whoever may edit: it errs to the safe side. */
export const mayTakeBack = (actor: Actor, target: SafeguardTarget): boolean => holdsVerifying(actor, target) || mayEdit(actor, target);
