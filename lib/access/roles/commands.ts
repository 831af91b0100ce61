import { type Act, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma, type Role as StoredRole } from '#prisma/generated/client.ts';
import type { Kind } from '../kinds.ts';
import { type Permission, permissions, type Role } from '../permissions.ts';
import { type Actor, houseScope, missingToGrant, mustEverywhere } from '../policy.ts';
import { changesIf, findRole, fingerprint } from './queries.ts';
import { problemOf, type RoleRights, settled } from './rules.ts';
import type { NewRole, RoleEdit, RoleTurn } from './schema.ts';

const target = (key: string) => ({ targetType: 'role', targetId: key, teamId: null });

/**
 * Makes a custom role of the scope of the one it is copied from.
 * @throws AppError `forbidden` for what the actor does not hold, `invalid` with the field, `conflict` for a name that is taken.
 */
export async function createRole(actor: Actor, act: Act, { copiedFrom, ...input }: NewRole): Promise<{ key: string }> {
  mustEverywhere(actor, 'role.manage');
  return transact(houseScope(actor.id), act, 'role.created', async ({ tx, record }) => {
    const source = await findRole(tx, copiedFrom);
    if (!source) throw invalid('copiedFrom', 'This role is not there to be copied.');
    const role = { scope: source.scope, ...settled(input) };
    mustDefine(actor, role);
    const key = newId();
    await tx.role.create({ data: { key, copiedFrom, ...role } }).catch(nameTaken);
    await record({ event: 'role.created', ...target(key), after: { copiedFrom, ...role } });
    return { key };
  });
}

/**
 * Changes a custom role. A change of its rights takes what a preview showed, and is saved only if that still holds.
 * @throws AppError `conflict` when the role or those who hold it changed since, `forbidden` for what the actor does not hold.
 */
export async function editRole(actor: Actor, act: Act, { key, version, seen, ...edit }: RoleEdit): Promise<void> {
  mustEverywhere(actor, 'role.manage');
  await transact(houseScope(actor.id), act, 'role.changed', async ({ tx, record, unchanged }) => {
    const standing = await customRole(tx, key);
    const before = fieldsOf(standing);
    if (standing.version !== version) throw conflicting(standing);
    const wanted = settled({ ...before, ...defined(edit) });
    const changed = difference(before, wanted);
    if (!changed) return unchanged();
    if ('permissions' in changed.after || 'kinds' in changed.after) {
      mustDefine(actor, { scope: standing.scope as Role['scope'], ...before });
      mustDefine(actor, { scope: standing.scope as Role['scope'], ...wanted });
      await mustBeSeen(tx, standing, wanted, seen);
    }
    await tx.role.update({ where: { key }, data: { ...wanted, version: { increment: 1 }, updatedAt: now() } }).catch(nameTaken);
    await record({ event: 'role.changed', ...target(key), ...changed });
  });
}

/** Retires a custom role, or takes it back: who holds it keeps it either way. Doing it twice changes nothing. */
export async function turnRole(actor: Actor, act: Act, { key, version }: RoleTurn, turn: 'retired' | 'restored'): Promise<void> {
  mustEverywhere(actor, 'role.manage');
  await transact(houseScope(actor.id), act, `role.${turn}`, async ({ tx, record, unchanged }) => {
    const standing = await customRole(tx, key);
    if ((standing.retiredAt !== null) === (turn === 'retired')) return unchanged();
    if (standing.version !== version) throw conflicting(standing);
    if (turn === 'restored') mustDefine(actor, { scope: standing.scope as Role['scope'], ...fieldsOf(standing) });
    const retiredAt = turn === 'retired' ? now() : null;
    await tx.role.update({ where: { key }, data: { retiredAt, version: { increment: 1 }, updatedAt: now() } }).catch(nameTaken);
    await record({ event: `role.${turn}`, ...target(key), before: { retiredAt: standing.retiredAt }, after: { retiredAt } });
  });
}

/** The custom role, locked until the end of the change. @throws AppError `not_found`, also for a built-in one. */
async function customRole(tx: Change['tx'], key: string): Promise<StoredRole> {
  await tx.$queryRaw`SELECT key FROM roles WHERE key = ${key} FOR UPDATE`;
  const role = await tx.role.findUnique({ where: { key } });
  if (!role) throw notFound('role');
  if (role.builtIn) throw new AppError('conflict', 'A built-in role stays as it is. Copy it, and change the copy.');
  return role;
}

const fieldsOf = (role: StoredRole) => ({
  name: role.name,
  description: role.description,
  permissions: role.permissions as Permission[],
  kinds: role.kinds as Kind[],
});

/** Nobody defines a role with what they do not hold. @throws AppError `invalid`, `forbidden`. */
function mustDefine(actor: Actor, rights: RoleRights): void {
  const problem = problemOf(rights);
  if (problem) throw invalid(problem.field, problem.message);
  const missing = missingToGrant(actor, { key: '', name: '', ...rights }, null);
  if (missing.length === 0) return;
  const said = missing.map((permission) => `“${permissions[permission]}”`).join(', ');
  const message = `Nobody defines a role with what they do not hold in the whole organisation. You lack: ${said}.`;
  throw new AppError('forbidden', message, { fields: { permissions: message } });
}

async function mustBeSeen(tx: Change['tx'], role: StoredRole, wanted: Pick<RoleRights, 'permissions' | 'kinds'>, seen: string | undefined) {
  const reader = { rows: <T>(query: Prisma.Sql) => tx.$queryRaw<T[]>(query) };
  const { changes } = await changesIf(reader, role.key, { scope: role.scope as Role['scope'], ...wanted });
  if (changes.length === 0 && seen === undefined) return;
  if (seen === undefined) throw invalid('seen', 'Look at who gains and loses what first: ask for the preview, and give back what it says.');
  if (seen !== fingerprint(changes))
    throw new AppError('conflict', 'Who holds this role, or what they hold besides, has changed since the preview. Look at it again.');
}

const conflicting = (role: StoredRole) =>
  new AppError('conflict', 'Somebody else changed this role while you were editing. Nothing of yours is lost: choose field by field.', {
    current: { ...fieldsOf(role), version: role.version },
  });

function nameTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    const message = 'Another role has this name.';
    throw new AppError('conflict', message, { fields: { name: message } });
  }
  throw error;
}

const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
