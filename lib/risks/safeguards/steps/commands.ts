/** How far a safeguard is: planned, implemented, verified by somebody else, or not applicable; and back. */
import { type Actor, forbidden, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { settle } from '../../posture/commands.ts';
import { evidenceUntil } from '../evidence/rules.ts';
import { hasImplemented, holdsVerifying, whyNotVerify } from '../policy.ts';
import { isStep, needsReason, type SafeguardState, safeguardStateLabels } from '../rules.ts';
import type { StateChange, TakenBack, Turn } from '../schema.ts';
import {
  apply,
  type Kept,
  mustBeOpen,
  mustBeOwn,
  mustEdit,
  opened,
  type StoredSafeguard,
  standingOf,
  targetOf,
} from '../standing/commands.ts';

type Edited = StateChange['state'];

const eventOf: Record<Edited, `safeguard.${string}`> = {
  planned: 'safeguard.reopened',
  implemented: 'safeguard.implemented',
  not_applicable: 'safeguard.excluded',
};

/** The fields of a step: who did it and when stands with it, and what is taken back is forgotten. */
function stepFields(from: SafeguardState, to: Edited, actorId: string, reason?: string): Kept {
  const unverified = { verifiedBy: null, verifiedAt: null };
  if (to !== 'implemented')
    return {
      state: to,
      reason: to === 'not_applicable' ? (reason ?? null) : null,
      ...unverified,
      implementedBy: null,
      implementedAt: null,
    };
  const implemented = from === 'verified' ? {} : { implementedBy: actorId, implementedAt: now() };
  return { state: to, reason: null, ...unverified, ...implemented };
}

/**
 * Plans, implements, or sets aside. Whoever marks it implemented cannot verify it.
 * @throws AppError `conflict` for a step that cannot be taken from where it stands; `invalid` where a reason is missing.
 */
export async function changeState(actor: Actor, act: Act, { id, version, state, reason }: StateChange): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.edit'), act, eventOf[state], async (change) => {
    await step(change, actor, await opened(change, { id, version }, mustEdit(actor)), state, reason);
  });
}

/** Takes a step within a change that has locked the safeguard, and settles its asset. */
export async function step(change: Change, actor: Actor, safeguard: StoredSafeguard, state: Edited, reason?: string): Promise<void> {
  await takeStep(change, actor, safeguard, state, reason);
  if (safeguard.assetId) await settle(change, [safeguard.assetId]);
}

/** As `step`; the caller settles. */
export async function takeStep(change: Change, actor: Actor, safeguard: StoredSafeguard, state: Edited, reason?: string): Promise<boolean> {
  const from = safeguard.state as SafeguardState;
  mustBeOpen(safeguard);
  mustBeOwn(safeguard);
  if (from === state) {
    change.unchanged();
    return false;
  }
  if (!isStep(from, state))
    throw new AppError('conflict', `From “${safeguardStateLabels[from]}” it cannot become “${safeguardStateLabels[state]}” at once.`);
  if (needsReason(from, state) && !reason) throw invalid('reason', 'say why');
  const event = from === 'verified' && state === 'implemented' ? 'safeguard.unverified' : eventOf[state];
  const fields = { ...stepFields(from, state, actor.id, reason), evidenceUntil: evidenceUntil(safeguard.evidence) };
  return apply(change, safeguard, fields, event, reason ? { why: reason } : {});
}

/**
 * Verifies what somebody else implemented, on evidence that holds today; again, where new evidence has come.
 * @throws AppError `forbidden` for the implementer and without the right, `conflict` where it cannot be verified now.
 */
export async function verifySafeguard(actor: Actor, act: Act, turn: Turn): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.verify'), act, 'safeguard.verified', async (change) => {
    const safeguard = await opened(change, turn, (found) => {
      if (!holdsVerifying(actor, targetOf(found))) throw forbidden('safeguard.verify');
    });
    await verify(change, actor, safeguard);
    if (safeguard.assetId) await settle(change, [safeguard.assetId]);
  });
}

/** Verifies within a change that has locked it; the caller settles. @throws AppError `forbidden` for the implementer, `conflict`. */
export async function verify(change: Change, actor: Actor, safeguard: StoredSafeguard): Promise<boolean> {
  mustBeOpen(safeguard);
  const at = now();
  const standing = standingOf(safeguard, at);
  const why = whyNotVerify(actor, targetOf(safeguard), standing);
  const never = actor.type === 'service' || (safeguard.state === 'implemented' && hasImplemented(actor, standing));
  if (why) throw new AppError(never ? 'forbidden' : 'conflict', why);
  const fields = { state: 'verified', verifiedBy: actor.id, verifiedAt: at, evidenceUntil: evidenceUntil(safeguard.evidence) };
  return apply(change, safeguard, fields, 'safeguard.verified');
}

/** Takes a verification back, with a reason: it counts as implemented again. For whoever may verify and not edit; others take the step. */
export async function takeBack(actor: Actor, act: Act, { id, version, reason }: TakenBack): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.verify'), act, 'safeguard.unverified', async (change) => {
    const safeguard = await opened(change, { id, version }, (found) => {
      if (!holdsVerifying(actor, targetOf(found))) throw forbidden('safeguard.verify');
    });
    if (safeguard.state !== 'verified') throw new AppError('conflict', 'It is not verified.');
    await step(change, actor, safeguard, 'implemented', reason);
  });
}
