import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { type Permission, permissions } from '../permissions.ts';
import { type Actor, canSomewhere } from '../policy.ts';
import { ownScope } from '../sessions/commands.ts';
import { issueToken, revokeTokens } from './issuing.ts';
import type { MadeToken, NewToken } from './schema.ts';

/** So many tokens in force are more than a person can keep an eye on. */
const mostTokens = 100;

/** Makes a token of the actor's own. @throws AppError `invalid` at `scopes` for a right that the actor holds nowhere. */
export async function makeToken(actor: Actor, act: Act, wanted: NewToken): Promise<MadeToken> {
  mustHold(actor, wanted.scopes);
  return transact(ownScope(actor.id), act, 'token.made', async (change) => {
    await mustHaveRoom(change, actor.id);
    return issueToken(change, { userId: actor.id }, wanted);
  });
}

/** Replaces a token by a new one of the same name and scopes, as far as the actor still holds them; the old one is refused at once. */
export async function rotateToken(actor: Actor, act: Act, { id, days }: { id: string; days: number }): Promise<MadeToken> {
  return transact(ownScope(actor.id), act, 'token.made', async (change) => {
    const standing = await change.tx.apiToken.findFirst({
      where: { id, userId: actor.id, revokedAt: null },
      select: { name: true, scopes: true },
    });
    if (!standing) throw notFound('token');
    const scopes = (standing.scopes as Permission[]).filter((permission) => canSomewhere(actor, permission));
    if (scopes.length === 0) throw new AppError('conflict', 'You hold none of this token’s rights any more. Revoke it.');
    if ((await revokeTokens(change, { userId: actor.id, id }, 'replaced')) === 0) throw notFound('token');
    return issueToken(change, { userId: actor.id }, { name: standing.name, scopes, days });
  });
}

/** Revokes a token of the actor's own; one that is revoked already stays so. @throws AppError `not_found` */
export async function revokeToken(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(ownScope(actor.id), act, 'token.revoked', async (change) => {
    if (!(await change.tx.apiToken.findFirst({ where: { id, userId: actor.id }, select: { id: true } }))) throw notFound('token');
    if ((await revokeTokens(change, { userId: actor.id, id }, 'revoked')) === 0) change.unchanged();
  });
}

function mustHold(actor: Actor, scopes: readonly Permission[]): void {
  const beyond = scopes.filter((permission) => !canSomewhere(actor, permission));
  if (beyond.length > 0) throw invalid('scopes', beyondWords(beyond));
}

/** A sentence on what nobody can hand on because they do not hold it. */
export const beyondWords = (beyond: readonly Permission[], aside = ''): string =>
  `You do not hold this yourself${aside}: ${beyond.map((permission) => permissions[permission].toLowerCase()).join('; ')}.`;

/** That the actor stands was read in this change, and whoever deactivates them waits for its end: then this token is revoked with the others. */
async function mustHaveRoom({ tx }: Change, userId: string): Promise<void> {
  const inForce = await tx.apiToken.count({ where: { userId, revokedAt: null, expiresAt: { gt: now() } } });
  if (inForce >= mostTokens) throw new AppError('conflict', `You have ${mostTokens} tokens in force. Revoke those you no longer need.`);
}
