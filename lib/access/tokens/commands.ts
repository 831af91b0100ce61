import type { Act } from '#lib/platform/audit.ts';
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
    await mustStand(change, actor.id);
    return issueToken(change, { userId: actor.id }, wanted);
  });
}

/** Replaces a token by a new one of the same name and scopes, as far as the actor still holds them; the old one is refused at once. */
export async function rotateToken(actor: Actor, act: Act, { id, days }: { id: string; days: number }): Promise<MadeToken> {
  return transact(ownScope(actor.id), act, 'token.made', async (change) => {
    await mustStand(change, actor.id);
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
export const beyondWords = (beyond: readonly Permission[]): string =>
  `You do not hold this yourself: ${beyond.map((permission) => permissions[permission].toLowerCase()).join('; ')}.`;

/** Held until the end of the change, so that a token is not made beside a deactivation that revokes all the others. */
async function mustStand({ tx }: Change, userId: string): Promise<void> {
  const [person] = await tx.$queryRaw<{ status: string; tokens: number }[]>`
    SELECT u.status, (SELECT count(*)::int FROM api_tokens t WHERE t.user_id = u.id AND t.revoked_at IS NULL AND t.expires_at > now()) AS tokens
    FROM users u WHERE u.id = ${userId}::uuid FOR NO KEY UPDATE OF u`;
  if (person?.status !== 'active') throw new AppError('unauthenticated', 'Sign in to go on.');
  if (person.tokens >= mostTokens)
    throw new AppError('conflict', `You have ${mostTokens} tokens in force. Revoke those you no longer need.`);
}
