/** Giving, changing and ending roles in a team. Each in this order: see, may, can, do, record. */
import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Membership as StoredMembership } from '#prisma/generated/client.ts';
import type { Role } from '../permissions.ts';
import { type Actor, must, scopeOf } from '../policy.ts';
import { findRole } from '../roles/queries.ts';
import { openTeam } from '../teams/commands.ts';
import { mustGrant, mustOutrank } from './policy.ts';
import type { MemberEdit, MemberEnd, NewMember } from './schema.ts';

/** @throws AppError `not_found`, `forbidden`, `invalid` with the field, `conflict` for somebody who is in the team already. */
export async function addMember(actor: Actor, act: Act, input: NewMember): Promise<void> {
  const { id: teamId, personId, role } = input;
  await transact(scopeOf(actor, 'member.manage'), act, 'membership.granted', async (change) => {
    await openTeam(change, actor, teamId);
    must(actor, 'member.manage', { teamId });
    const person = await change.tx.user.findUnique({ where: { id: personId }, select: { status: true } });
    if (!person || person.status === 'deactivated') throw invalid('personId', 'This person is not in the directory, or was deactivated.');
    const standing = await lockMembership(change, teamId, personId);
    if (standing)
      throw new AppError('conflict', 'This person is in the team already. Change their role instead.', { current: told(standing) });
    await give(change, actor, { teamId, personId, role, expiresAt: timeOf(input.expiresAt) });
  });
}

/** Changes role or expiry. @throws AppError `conflict` with the values as they stand when somebody else was faster. */
export async function editMember(actor: Actor, act: Act, { id: teamId, personId, version, ...edit }: MemberEdit): Promise<void> {
  await transact(scopeOf(actor, 'member.manage'), act, 'membership.changed', async (change) => {
    await openTeam(change, actor, teamId);
    must(actor, 'member.manage', { teamId });
    const standing = await lockMembership(change, teamId, personId);
    if (!standing) throw notFound('member');
    if (standing.version !== version) throw conflicting(standing);
    const expiresAt = edit.expiresAt === undefined ? standing.expiresAt : timeOf(edit.expiresAt);
    if (!(await regive(change, actor, standing, { role: edit.role ?? standing.role, expiresAt }))) change.unchanged();
  });
}

/** Takes somebody out of a team: the next request they make is without its rights. @throws AppError as editMember. */
export async function endMember(actor: Actor, act: Act, { id: teamId, personId, version }: MemberEnd): Promise<void> {
  await transact(scopeOf(actor, 'member.manage'), act, 'membership.ended', async (change) => {
    await openTeam(change, actor, teamId);
    must(actor, 'member.manage', { teamId });
    const standing = await lockMembership(change, teamId, personId);
    if (!standing) throw notFound('member');
    if (standing.version !== version) throw conflicting(standing);
    mustOutrank(actor, await roleHeld(change, standing.role), teamId);
    await change.tx.membership.delete({ where: { teamId_userId: { teamId, userId: personId } } });
    await change.record(eventOf('membership.ended', standing, { before: told(standing) }));
  });
}

/** Gives a role within a change, to somebody who has none in the team. @throws AppError `forbidden`, `invalid`. */
export async function give(
  change: Change,
  actor: Actor,
  { teamId, personId, role, expiresAt }: { teamId: string; personId: string; role: string; expiresAt: Date | null },
): Promise<void> {
  mustGrant(actor, await grantable(change, role), teamId, ahead(expiresAt));
  const made = await change.tx.membership.create({ data: { teamId, userId: personId, role, expiresAt, grantedBy: actor.id } });
  await change.record(eventOf('membership.granted', made, { after: told(made) }));
}

/** Changes a role that is held, within a change; false where it was so already. @throws AppError `forbidden`, `invalid`. */
export async function regive(
  change: Change,
  actor: Actor,
  standing: StoredMembership,
  wanted: { role: string; expiresAt: Date | null },
): Promise<boolean> {
  const { teamId, userId } = standing;
  const changed = difference(told(standing), told({ ...standing, ...wanted }));
  if (!changed) return false;
  mustOutrank(actor, await roleHeld(change, standing.role), teamId);
  const role = wanted.role === standing.role ? await roleHeld(change, wanted.role) : await grantable(change, wanted.role);
  mustGrant(actor, role, teamId, ahead(wanted.expiresAt));
  await change.tx.membership.update({
    where: { teamId_userId: { teamId, userId } },
    data: { ...wanted, grantedBy: actor.id, version: { increment: 1 } },
  });
  await change.record(eventOf('membership.changed', standing, changed));
  return true;
}

/** The membership that counts, locked; one that has expired ends here. Null where there is none. */
export async function lockMembership(change: Change, teamId: string, userId: string): Promise<StoredMembership | null> {
  await change.tx.$queryRaw`SELECT role FROM memberships WHERE team_id = ${teamId}::uuid AND user_id = ${userId}::uuid FOR UPDATE`;
  const found = await change.tx.membership.findUnique({ where: { teamId_userId: { teamId, userId } } });
  if (!found?.expiresAt || found.expiresAt > now()) return found;
  await change.tx.membership.delete({ where: { teamId_userId: { teamId, userId } } });
  await change.record(eventOf('membership.expired', found, { before: told(found) }));
  return null;
}

/** Events of memberships are told of the person, in the log of the team. */
export const eventOf = (
  event: `membership.${string}`,
  { teamId, userId }: Pick<StoredMembership, 'teamId' | 'userId'>,
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({ event, targetType: 'user', targetId: userId, teamId, ...values });

export const told = ({ role, expiresAt }: Pick<StoredMembership, 'role' | 'expiresAt'>) => ({
  role,
  expiresAt: expiresAt?.toISOString() ?? null,
});

async function roleHeld({ tx }: Change, key: string): Promise<Role> {
  const role = await findRole(tx, key);
  if (!role) throw notFound('role');
  return role;
}

/** @throws AppError `invalid` for a role that nobody can be given in a team. */
async function grantable({ tx }: Change, key: string): Promise<Role> {
  const role = await findRole(tx, key);
  if (role?.scope !== 'team') throw invalid('role', 'This is not a role in a team.');
  if (role.retired) throw invalid('role', `The role ${role.name} is retired: it is granted no more.`);
  return role;
}

function ahead(expiresAt: Date | null): Date | null {
  if (expiresAt && expiresAt <= now()) throw invalid('expiresAt', 'This time has passed. Choose one that lies ahead.');
  return expiresAt;
}

export const timeOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const conflicting = (standing: StoredMembership) =>
  new AppError('conflict', 'Somebody else changed this member in the meantime. Look at how it stands now.', {
    current: { ...told(standing), version: standing.version },
  });
