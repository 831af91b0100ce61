import { type Act, difference } from '#lib/platform/audit.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { endLinks } from '../../links/commands.ts';
import { type Actor, mustEverywhere, scopeOf } from '../../policy.ts';
import {
  findStandingRole,
  hindranceToGive,
  hindranceToStandIn,
  hindranceToTake,
  keepAdministrator,
  type Standing,
  standingOf,
} from '../standing.ts';
import type { PersonEdit, RoleChange } from './schema.ts';

/**
 * Changes somebody's name or mail address. Whoever has the mail address can take the account over, so changing it takes all that they hold.
 * @throws AppError `not_found`, `conflict` with the values as they stand, `forbidden`, `invalid` at `email`
 */
export async function editPerson(actor: Actor, act: Act, { id, version, ...edit }: PersonEdit): Promise<void> {
  mustEverywhere(actor, 'person.manage');
  await transact(scopeOf(actor, 'person.manage'), act, 'user.edited', async (change) => {
    const person = await changeable(change, id);
    const standing = { name: person.name, email: person.email };
    if (person.version !== version)
      throw new AppError('conflict', 'Somebody else changed this person meanwhile.', { current: { ...standing, version: person.version } });
    const wanted = { name: edit.name ?? person.name, email: edit.email ?? person.email };
    const changed = difference(standing, wanted);
    if (!changed) return change.unchanged();
    const hindrance = wanted.email === person.email ? null : hindranceToStandIn(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    await change.tx.user.update({ where: { id }, data: { ...wanted, version: { increment: 1 } } }).catch(mailTaken);
    // A link on its way to the old address must not open the account any more.
    if (wanted.email !== person.email) await endLinks(change, id);
    await change.record({ event: 'user.edited', targetType: 'user', targetId: id, teamId: null, ...changed });
  });
}

/**
 * Gives somebody another role in the organisation; false where they have it already. Takes holding all that either role gives.
 * @throws AppError `conflict` for the last administrator, `forbidden`, `invalid` at `role`
 */
export async function setRole(actor: Actor, act: Act, { id, role: key }: RoleChange): Promise<boolean> {
  mustEverywhere(actor, 'person.manage');
  return transact(scopeOf(actor, 'person.manage'), act, 'user.role_changed', async (change) => {
    const person = await changeable(change, id);
    if (person.orgRole.key === key) {
      change.unchanged();
      return false;
    }
    const role = await findStandingRole(change, key, 'organisation');
    if (!role) throw invalid('role', 'There is no such role of the organisation.');
    const hindrance = hindranceToTake(actor, person) ?? hindranceToGive(actor, role, null);
    if (hindrance) throw new AppError('forbidden', hindrance);
    await change.tx.user.update({ where: { id }, data: { orgRole: key, version: { increment: 1 } } });
    const values = { before: { orgRole: person.orgRole.key }, after: { orgRole: key } };
    await change.record({ event: 'user.role_changed', targetType: 'user', targetId: id, teamId: null, ...values });
    return true;
  }).catch(keepAdministrator);
}

async function changeable(change: Change, id: string): Promise<Standing> {
  const [person] = await standingOf(change, [id]);
  if (!person) throw notFound('person');
  if (person.status === 'deactivated') throw new AppError('conflict', `${person.name} is deactivated. Reactivate them first.`);
  return person;
}

function mailTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    throw invalid('email', 'Somebody here has this email address already.');
  throw error;
}
