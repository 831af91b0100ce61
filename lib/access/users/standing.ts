/** What stands between an actor and a person they act on: nobody gives, takes or takes over what they do not hold. */
import { AppError } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type CustomRole, personOf, type RightsRow, rightsColumns, roleOf } from '../held-rights.ts';
import { lasting } from '../memberships/policy.ts';
import { type Permission, permissions, type Role } from '../permissions.ts';
import { type Actor, missingToGrant } from '../policy.ts';
import { databaseCode } from '../procedure.ts';
import type { PersonStatus } from './rules.ts';

export type Standing = Pick<Actor, 'id' | 'name' | 'email' | 'orgRole' | 'memberships'> & {
  status: PersonStatus;
  version: number;
  hasPassword: boolean;
};

/** The people as they stand, locked in the order of their ids until the change ends; unknown ids are left out. */
export async function standingOf({ tx }: Pick<Change, 'tx'>, ids: readonly string[]): Promise<Standing[]> {
  const rows = await tx.$queryRaw<(RightsRow & { status: PersonStatus; version: number; has_password: boolean })[]>(
    Prisma.sql`SELECT ${rightsColumns}, u.status, u.version, EXISTS (SELECT FROM passwords p WHERE p.user_id = u.id) AS has_password
      FROM users u WHERE u.id = ANY (${ids}::uuid[]) ORDER BY u.id FOR UPDATE OF u`,
  );
  return rows.map((row) => ({ ...personOf(row), status: row.status, version: row.version, hasPassword: row.has_password }));
}

/** A role that may still be given, by its key. */
export async function findStandingRole({ tx }: Pick<Change, 'tx'>, key: string, scope: Role['scope']): Promise<Role | null> {
  const row = await tx.role.findFirst({ where: { key, scope, retiredAt: null } });
  if (!row) return null;
  return roleOf(scope, key, row.builtIn ? null : ({ name: row.name, permissions: row.permissions, kinds: row.kinds } as CustomRole));
}

const listed = (missing: readonly Permission[]) => missing.map((each) => permissions[each].toLowerCase()).join('; ');

/** Why the actor cannot give this role for good; null when they can. */
export function hindranceToGive(actor: Actor, role: Role, teamId: string | null): string | null {
  const missing = missingToGrant(lasting(actor, null), role, teamId);
  return missing.length
    ? `You cannot give the role ${role.name}: you do not hold this yourself, or not for good: ${listed(missing)}.`
    : null;
}

/** Why the actor cannot take the person's place in the organisation from them; null when they can. */
export function hindranceToTake(actor: Actor, person: Standing): string | null {
  const missing = missingToGrant(actor, person.orgRole, null);
  return missing.length ? `${person.name} is ${person.orgRole.name} and holds what you do not: ${listed(missing)}.` : null;
}

/**
 * Why the actor may not be given a way to act as the person — a link to their password, another mail address, a lost second factor; null when
 * they may: they hold everything that the person holds, and for as long.
 */
export function hindranceToStandIn(actor: Actor, person: Standing): string | null {
  const missing = new Set(missingToGrant(actor, person.orgRole, null));
  for (const { role, teamId, expiresAt } of person.memberships)
    for (const each of missingToGrant(lasting(actor, expiresAt === null ? null : new Date(expiresAt)), role, teamId)) missing.add(each);
  return missing.size ? `${person.name} holds what you do not: ${listed([...missing])}. Somebody who holds it must do this.` : null;
}

/** Whether whoever this is, an active person or nobody any more, holds all that the person holds. */
export async function mayStandIn(change: Pick<Change, 'tx'>, actorId: string, personId: string): Promise<boolean> {
  if (actorId === personId) return true;
  const [row] = await change.tx.$queryRaw<RightsRow[]>(
    Prisma.sql`SELECT ${rightsColumns} FROM users u WHERE u.id = ${actorId}::uuid AND u.status = 'active'`,
  );
  const [person] = await standingOf(change, [personId]);
  if (!row || !person) return false;
  return hindranceToStandIn({ ...personOf(row), sessionId: '', confirmedAt: null, token: null }, person) === null;
}

/** For `catch`: the database keeps a last administrator, whoever asks, and one of two who get in each other's way. */
export function keepAdministrator(error: unknown): never {
  if (databaseCode(error) === 'GH003')
    throw new AppError('conflict', 'This is the last active administrator. Make somebody else an administrator first.');
  // Two who take each other's rights wait for each other; the database lets one go on.
  if (/^(40P01|P2034)$/.test(databaseCode(error) ?? ''))
    throw new AppError(
      'conflict',
      'Somebody changed the same people at the same moment. Nothing was changed; look again, and try once more.',
    );
  throw error;
}
