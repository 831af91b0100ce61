import { type Act, difference } from '#lib/platform/audit.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { roleOf } from '../held-rights.ts';
import type { Kind } from '../kinds.ts';
import { lasting } from '../memberships/policy.ts';
import { forPersons, type Permission, type Role } from '../permissions.ts';
import { type Actor, missingToGrant } from '../policy.ts';
import { beyondWords } from '../tokens/commands.ts';
import { revokeTokens } from '../tokens/issuing.ts';
import { findStanding, mustManage, serviceScope } from './queries.ts';
import type { NewServiceAccount, ServiceAccountEdit } from './schema.ts';

/** Makes a service account in a team. @throws AppError `not_found`, `forbidden`, `conflict` at name, `invalid` at role. */
export async function createServiceAccount(actor: Actor, act: Act, wanted: NewServiceAccount): Promise<{ id: string }> {
  mustManage(actor, wanted.teamId);
  const id = newId();
  return transact(serviceScope(actor), act, 'service_account.created', async (change) => {
    const { teamId, name, description, role } = wanted;
    await mustStand(change, teamId);
    await mustGive(change, actor, teamId, role);
    await change.tx.serviceAccount
      .create({ data: { id, teamId, name, description, role, createdBy: actor.id }, select: { id: true } })
      .catch(nameTaken);
    await change.record({ event: 'service_account.created', ...target(id, teamId), after: { name, description, role } });
    return { id };
  });
}

/** Changes name, description or role. @throws AppError `not_found`, `conflict` with the values as they stand, `invalid` at role. */
export async function editServiceAccount(actor: Actor, act: Act, { id, version, ...edit }: ServiceAccountEdit): Promise<void> {
  const { account } = await findStanding(actor, id);
  await transact(serviceScope(actor), act, 'service_account.edited', async (change) => {
    const standing = await lock(change, id);
    const before = { name: standing.name, description: standing.description, role: standing.role };
    if (standing.version !== version)
      throw new AppError('conflict', 'Somebody else changed this service account meanwhile.', {
        current: { ...before, version: standing.version },
      });
    const wanted = { name: edit.name ?? before.name, description: edit.description ?? before.description, role: edit.role ?? before.role };
    const changed = difference(before, wanted);
    if (!changed) return change.unchanged();
    if (wanted.role !== before.role) await mustGive(change, actor, account.teamId, wanted.role);
    await change.tx.serviceAccount
      .update({ where: { id }, data: { ...wanted, version: { increment: 1 } }, select: { id: true } })
      .catch(nameTaken);
    await change.record({ event: 'service_account.edited', ...target(id, account.teamId), ...changed });
  });
}

/** Deactivates it and revokes all its tokens, from the next request on; one that is deactivated stays so. @throws AppError `not_found` */
export async function deactivateServiceAccount(actor: Actor, act: Act, id: string): Promise<void> {
  const { account } = await findStanding(actor, id);
  await transact(serviceScope(actor), act, 'service_account.deactivated', async (change) => {
    if ((await lock(change, id)).status === 'deactivated') return change.unchanged();
    await setStatus(change, id, 'deactivated');
    await change.record({
      event: 'service_account.deactivated',
      ...target(id, account.teamId),
      before: { status: 'active' },
      after: { status: 'deactivated' },
    });
    await revokeTokens(change, { serviceAccountId: id, teamId: account.teamId }, 'owner deactivated');
  });
}

/** Makes it active again, without a token. @throws AppError `not_found`, `invalid` when it holds a role that the actor cannot give. */
export async function reactivateServiceAccount(actor: Actor, act: Act, id: string): Promise<void> {
  const { account } = await findStanding(actor, id);
  await transact(serviceScope(actor), act, 'service_account.reactivated', async (change) => {
    const standing = await lock(change, id);
    if (standing.status === 'active') return change.unchanged();
    await mustStand(change, account.teamId);
    await mustGive(change, actor, account.teamId, standing.role);
    await setStatus(change, id, 'active');
    await change.record({
      event: 'service_account.reactivated',
      ...target(id, account.teamId),
      before: { status: 'deactivated' },
      after: { status: 'active' },
    });
  });
}

const target = (id: string, teamId: string) => ({ targetType: 'service_account', targetId: id, teamId });

const setStatus = ({ tx }: Change, id: string, status: string) =>
  tx.serviceAccount.update({ where: { id }, data: { status, version: { increment: 1 } }, select: { id: true } });

type Locked = { name: string; description: string; role: string; status: string; version: number };

/** The row, held until the end of the change, so that none of its tokens is made beside it. @throws AppError `not_found` */
export async function lock({ tx }: Change, id: string): Promise<Locked> {
  const [row] = await tx.$queryRaw<Locked[]>`
    SELECT name, description, role, status, version FROM service_accounts WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!row) throw notFound('service account');
  return row;
}

async function mustStand({ tx }: Change, teamId: string): Promise<void> {
  const team = await tx.team.findUnique({ where: { id: teamId }, select: { archivedAt: true } });
  if (!team) throw notFound('team');
  if (team.archivedAt) throw new AppError('conflict', 'This team is archived. Its service accounts do nothing any more.');
}

/** Nobody gives a service account what they do not hold in its team themselves, and for good: its role has no end. */
async function mustGive({ tx }: Change, actor: Actor, teamId: string, key: string): Promise<void> {
  const row = await tx.role.findUnique({ where: { key } });
  if (row?.scope !== 'team' || row.retiredAt) throw invalid('role', 'There is no such role for teams.');
  const custom = row.builtIn ? null : { name: row.name, permissions: row.permissions as Permission[], kinds: row.kinds as Kind[] };
  const role: Role = roleOf('team', key, custom);
  // What only people judge, no service account is given by any role.
  const missing = missingToGrant(lasting(actor, null), role, teamId).filter((each) => !forPersons.has(each));
  if (missing.length > 0) throw invalid('role', beyondWords(missing, ', or not for good'));
}

function nameTaken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
  const message = 'This team has a service account of that name already.';
  throw new AppError('conflict', message, { fields: { name: message } });
}
