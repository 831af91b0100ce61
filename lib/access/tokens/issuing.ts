/** Making and revoking tokens inside a change, for whoever owns them. */
import type { AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { drawToken, hintOf } from './format.ts';
import { expiryOf } from './rules.ts';
import type { MadeToken, NewToken } from './schema.ts';

/** Whom a token acts for. */
export type TokenOwner = { userId: string } | { serviceAccountId: string; teamId: string };

/** Why a token was revoked, as the audit log tells it. */
export type Revocation = 'revoked' | 'replaced' | 'owner deactivated';

/** Makes a token; its text is in the answer and nowhere else. */
export async function issueToken({ tx, record, act }: Change, owner: TokenOwner, wanted: NewToken): Promise<MadeToken> {
  const token = drawToken('userId' in owner ? 'person' : 'service');
  const [id, createdAt] = [newId(), now()];
  const expiresAt = expiryOf(createdAt, wanted.days);
  const whose = 'userId' in owner ? { userId: owner.userId } : { serviceAccountId: owner.serviceAccountId };
  const { name, scopes } = wanted;
  await tx.apiToken.create({
    data: {
      ...{ id, ...whose, name, scopes, createdAt, expiresAt, createdBy: act.actorId ?? id },
      hint: hintOf(token),
      tokenHash: hashToken(token) as Uint8Array<ArrayBuffer>,
    },
    select: { id: true },
  });
  await record({
    event: 'token.made',
    ...target(id, 'teamId' in owner ? owner.teamId : null),
    after: { name, scopes, expiresAt: expiresAt.toISOString(), ...whose },
  });
  return { id, token, expiresAt: expiresAt.toISOString() };
}

/** Revokes what is not revoked yet of these tokens, each with its event; returns how many. They are refused from the next request on. */
export async function revokeTokens(
  { tx, record }: Pick<Change, 'tx' | 'record'>,
  which: TokenOwner & { id?: string },
  why: Revocation,
): Promise<number> {
  const whose = 'userId' in which ? { userId: which.userId } : { serviceAccountId: which.serviceAccountId };
  const where = { ...whose, ...(which.id ? { id: which.id } : {}), revokedAt: null };
  const found = await tx.apiToken.findMany({ where, select: { id: true, name: true } });
  const ids = found.map((each) => each.id);
  if (ids.length === 0) return 0;
  const { count } = await tx.apiToken.updateMany({ where: { id: { in: ids }, revokedAt: null }, data: { revokedAt: now() } });
  if (count === 0) return 0;
  const revoked = ({ id, name }: { id: string; name: string }): AuditEvent => ({
    event: 'token.revoked',
    ...target(id, 'teamId' in which ? which.teamId : null),
    before: { name, ...whose },
    after: { why },
  });
  await record(...found.map(revoked));
  return ids.length;
}

const target = (id: string, teamId: string | null) => ({ targetType: 'token', targetId: id, teamId });
