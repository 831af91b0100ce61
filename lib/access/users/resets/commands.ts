import type { Act } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueue } from '#lib/platform/jobs.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import { transact } from '#lib/platform/transact.ts';
import { passwordRefusal } from '../../common-passwords.ts';
import { endLinks, linkEnded, makeLink, takeLink } from '../../links/commands.ts';
import { findLinkHolder } from '../../links/queries.ts';
import type { HandedLink } from '../../links/schema.ts';
import { hashPassword } from '../../passwords.ts';
import { type Actor, houseScope, mustEverywhere, scopeOf } from '../../policy.ts';
import { closeSessions } from '../../sessions/commands.ts';
import { countAttempt, forget, giveBack, networkOf } from '../../throttle.ts';
import { hindranceToStandIn, standingOf } from '../standing.ts';
import type { ResetCompletion } from './schema.ts';

export const forgottenJob = 'access.forgotten-password';

/** Starts a reset for somebody: they get a link, by mail or by hand. Their password stays until they use it. @throws AppError */
export async function startReset(actor: Actor, act: Act, id: string): Promise<HandedLink> {
  mustEverywhere(actor, 'person.manage');
  return transact(scopeOf(actor, 'person.manage'), act, 'password.reset_started', async (change) => {
    const [person] = await standingOf(change, [id]);
    if (!person) throw notFound('person');
    if (person.status !== 'active') throw new AppError('conflict', `${person.name} is not active. Only who is can have a password.`);
    const hindrance = hindranceToStandIn(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    await change.record({ event: 'password.reset_started', targetType: 'user', targetId: id, teamId: null });
    return makeLink(change, 'password_reset', id);
  });
}

/**
 * Somebody says they forgot their password. The answer and the time are the same whoever it is: what follows is a job's.
 * @throws AppError `conflict` where no mail is set, `too_many` after several tries for an address or from a network
 */
export async function requestReset(email: string, requestId: string, address: string | null): Promise<void> {
  if (!mailIsSet()) throw new AppError('conflict', 'No mail is set up here. Ask an administrator for a link to a new password.');
  if (address) await countAttempt('address', networkOf(address));
  await countAttempt('account', `forgotten ${email}`);
  const { rows } = await database().pool.query<{ id: string }>("SELECT id FROM users WHERE email = $1 AND status = 'active'", [email]);
  const userId = rows[0]?.id ?? newId();
  await enqueue(forgottenJob, userId, { userId, requestId });
}

/** Sets the password and ends every session; a second factor is still asked for at the next sign-in. @throws AppError `forbidden`, `invalid` */
export async function completeReset({ token, password }: ResetCompletion, requestId: string, address: string | null): Promise<void> {
  const network = address ? networkOf(address) : null;
  if (network) await countAttempt('address', network);
  const holder = await findLinkHolder('password_reset', token);
  if (!holder) throw linkEnded();
  const problem = await passwordRefusal(password, holder);
  if (problem) throw invalid('password', problem);
  const hash = await hashPassword(password);
  const { id } = holder;
  await transact(houseScope(id), { actorId: id, requestId, operationId: newId() }, 'password.reset', async (change) => {
    if ((await takeLink(change, 'password_reset', token)) !== id) throw new Error('A link changed hands.');
    const [person] = await standingOf(change, [id]);
    if (person?.status !== 'active') throw linkEnded();
    const data = { hash, changedAt: new Date(), short: false };
    await change.tx.password.upsert({ where: { userId: id }, create: { userId: id, ...data }, update: data });
    await change.record({ event: 'password.reset', targetType: 'user', targetId: id, teamId: null });
    await closeSessions(change, { userId: id }, 'password changed');
    await endLinks(change, id);
  });
  await forget('account', holder.email);
  if (network) await giveBack('address', network);
}
