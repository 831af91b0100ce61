/** The tokens of a service account: made, replaced and revoked by whoever manages it, within what they hold in its team themselves. */
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lasting } from '../memberships/policy.ts';
import type { Permission, Role } from '../permissions.ts';
import { type Actor, missingToGrant } from '../policy.ts';
import { beyondWords } from '../tokens/commands.ts';
import { issueToken, revokeTokens } from '../tokens/issuing.ts';
import { expiryOf } from '../tokens/rules.ts';
import type { MadeToken } from '../tokens/schema.ts';
import { lock } from './commands.ts';
import { findStanding, serviceScope } from './queries.ts';
import type { NewServiceToken } from './schema.ts';

/** @throws AppError `not_found`, `conflict` for a deactivated account, `invalid` at scopes beyond its role or beyond the actor's own rights. */
export async function makeServiceToken(actor: Actor, act: Act, { id, ...wanted }: NewServiceToken): Promise<MadeToken> {
  const { account, role } = await findStanding(actor, id);
  const beyond = wanted.scopes.filter((permission) => !role.permissions.includes(permission));
  if (beyond.length > 0) throw invalid('scopes', `Its role does not give ${beyond.join(', ')}.`);
  mustHold(actor, role, account.teamId, wanted.scopes, wanted.days);
  return transact(serviceScope(actor), act, 'token.made', async (change) => {
    await mustBeActive(change, id, role);
    return issueToken(change, { serviceAccountId: id, teamId: account.teamId }, wanted);
  });
}

/** Replaces a token by one of the same name and scopes, as far as its role still gives them. The old one is refused at once. */
export async function rotateServiceToken(
  actor: Actor,
  act: Act,
  { id, tokenId, days }: { id: string; tokenId: string; days: number },
): Promise<MadeToken> {
  const { account, role } = await findStanding(actor, id);
  const owner = { serviceAccountId: id, teamId: account.teamId };
  return transact(serviceScope(actor), act, 'token.made', async (change) => {
    await mustBeActive(change, id, role);
    const standing = await change.tx.apiToken.findFirst({
      where: { id: tokenId, serviceAccountId: id, revokedAt: null },
      select: { name: true, scopes: true },
    });
    if (!standing) throw notFound('token');
    const scopes = (standing.scopes as Permission[]).filter((permission) => role.permissions.includes(permission));
    if (scopes.length === 0) throw new AppError('conflict', 'Its role gives none of this token’s rights any more. Revoke it.');
    mustHold(actor, role, account.teamId, scopes, days);
    await revokeTokens(change, { ...owner, id: tokenId }, 'replaced');
    return issueToken(change, owner, { name: standing.name, scopes, days });
  });
}

/** One that is revoked already stays so. @throws AppError `not_found` */
export async function revokeServiceToken(actor: Actor, act: Act, { id, tokenId }: { id: string; tokenId: string }): Promise<void> {
  const { account } = await findStanding(actor, id);
  await transact(serviceScope(actor), act, 'token.revoked', async (change) => {
    const known = await change.tx.apiToken.findFirst({ where: { id: tokenId, serviceAccountId: id }, select: { id: true } });
    if (!known) throw notFound('token');
    const owner = { serviceAccountId: id, teamId: account.teamId, id: tokenId };
    if ((await revokeTokens(change, owner, 'revoked')) === 0) change.unchanged();
  });
}

/** Whoever makes a token knows its text: it must not carry more than they hold, nor hold for longer. */
function mustHold(actor: Actor, role: Role, teamId: string, scopes: readonly Permission[], days: number): void {
  const missing = missingToGrant(lasting(actor, expiryOf(now(), days)), { ...role, permissions: scopes }, teamId);
  if (missing.length > 0) throw invalid('scopes', beyondWords(missing, ', or not for as long'));
}

async function mustBeActive(change: Change, id: string, role: Role): Promise<void> {
  const standing = await lock(change, id);
  if (standing.status !== 'active')
    throw new AppError('conflict', 'This service account is deactivated. Activate it before it gets a token.');
  if (standing.role !== role.key) throw new AppError('conflict', 'Its role was changed meanwhile. Look at it again.');
}
