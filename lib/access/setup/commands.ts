import { AppError, invalid } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hashToken } from '../actor.ts';
import { passwordRefusal } from '../common-passwords.ts';
import { hashPassword } from '../passwords.ts';
import { houseScope } from '../policy.ts';
import { setupLinkState } from './queries.ts';
import type { Setup } from './schema.ts';

const refusals = {
  unknown: 'This link is not one of ours. Use the one that the latest start of Gatehouse printed.',
  used: 'This link has been used. Sign in with the account that was made with it.',
  expired: 'This link has expired. Start Gatehouse again: it prints a new one.',
};

/**
 * Makes the first administrator, and a first team where there is none. The link is used up in the same transaction, so of two people with one link one wins.
 * @throws AppError `forbidden` when the link does not hold (any more), `invalid` with the field.
 */
export async function createFirstAdministrator({ token, name, email, password }: Setup, requestId: string): Promise<{ id: string }> {
  const state = await setupLinkState(token);
  if (state !== 'open') throw new AppError('forbidden', refusals[state]);
  const problem = await passwordRefusal(password, { name, email });
  if (problem) throw invalid('password', problem);
  const hash = await hashPassword(password);
  const id = newId();
  const act = { actorId: id, requestId, operationId: newId() };
  return transact(houseScope(id), act, 'user.created', async ({ tx, record }) => {
    const { count } = await tx.oneTimeLink.updateMany({
      where: {
        tokenHash: hashToken(token) as Uint8Array<ArrayBuffer>,
        purpose: 'first_administrator',
        usedAt: null,
        expiresAt: { gt: new Date() },
      },
      data: { usedAt: new Date() },
    });
    if (count === 0) throw new AppError('forbidden', refusals.used);
    await tx.user.create({ data: { id, name, email, orgRole: 'admin' } }).catch((error: unknown) => {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
        throw invalid('email', 'Somebody here has this email address already. Use another.');
      throw error;
    });
    await tx.password.create({ data: { userId: id, hash } });
    await record({ event: 'user.created', targetType: 'user', targetId: id, teamId: null, after: { name, email, orgRole: 'admin' } });
    if ((await tx.team.count()) === 0) await openFirstTeam({ tx, record }, id);
    return { id };
  });
}

/** Everything belongs to a team: an organisation that has none yet gets one, or nothing could be registered or imported. */
async function openFirstTeam({ tx, record }: Pick<Change, 'tx' | 'record'>, leadId: string): Promise<void> {
  const team = { id: newId(), key: 'first-team', name: 'First team' };
  await tx.team.create({ data: team });
  await tx.membership.create({ data: { teamId: team.id, userId: leadId, role: 'lead' } });
  const target = { targetType: 'team', targetId: team.id, teamId: team.id };
  await record(
    { event: 'team.created', ...target, after: { key: team.key, name: team.name } },
    { event: 'membership.granted', ...target, after: { userId: leadId, role: 'lead' } },
  );
}
