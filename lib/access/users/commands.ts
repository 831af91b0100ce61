import { type Act, difference } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { invalid } from '#lib/platform/errors.ts';
import { transact } from '#lib/platform/transact.ts';
import { passwordRefusal } from '../common-passwords.ts';
import { type NoticeChoices, withChoices } from '../notices/rules.ts';
import { shortestBesideFactor, shortestPassword } from '../password-rules.ts';
import { hashPassword, verifyPassword } from '../passwords.ts';
import type { Actor } from '../policy.ts';
import { type Browser, closeSessions, openSession, ownScope } from '../sessions/commands.ts';
import type { SessionMethod } from '../sessions/rules.ts';
import { secondStepOf } from '../sessions/tickets.ts';
import { countAttempt, forget } from '../throttle.ts';
import type { AccountEdit, PasswordChange } from './schema.ts';

/** Changes what the actor may change of themself. Saying what already holds changes nothing and records nothing. */
export async function editAccount(actor: Actor, act: Act, edit: AccountEdit): Promise<void> {
  await transact(ownScope(actor.id), act, 'user.edited', async ({ tx, record, unchanged }) => {
    const standing = await tx.user.findUniqueOrThrow({
      where: { id: actor.id },
      select: { name: true, timeZone: true, locale: true, notifications: true },
    });
    const wanted = {
      name: edit.name ?? standing.name,
      timeZone: edit.timeZone ?? standing.timeZone,
      locale: edit.locale ?? standing.locale,
      notifications: withChoices(standing.notifications as NoticeChoices, edit.notifications as NoticeChoices | undefined),
    };
    const changed = difference(standing, wanted);
    if (!changed) return unchanged();
    await tx.user.update({ where: { id: actor.id }, data: { ...wanted, version: { increment: 1 } } });
    await record({ event: 'user.edited', targetType: 'user', targetId: actor.id, teamId: null, ...changed });
  });
}

/**
 * Changes the password; ends every session, this one too, and opens a new one in its place: its token is returned, with the seconds its cookie holds.
 * @throws AppError `invalid` at `currentPassword` or `newPassword`, `too_many` after wrong guesses.
 */
export async function changePassword(
  actor: Actor,
  act: Act,
  input: PasswordChange,
  browser: Browser,
): Promise<{ token: string; seconds: number }> {
  const besideFactor = (await secondStepOf(actor.id)).length > 0;
  const problem = await passwordRefusal(input.newPassword, actor, besideFactor ? shortestBesideFactor : shortestPassword);
  if (problem) throw invalid('newPassword', problem);
  await countAttempt('account', actor.email);
  const { rows } = await database().pool.query<{ hash: string }>('SELECT hash FROM passwords WHERE user_id = $1', [actor.id]);
  const standing = rows[0]?.hash ?? null;
  if (!(await verifyPassword(standing, input.currentPassword))) throw invalid('currentPassword', 'This is not your current password.');
  await forget('account', actor.email);
  if (input.newPassword === input.currentPassword) throw invalid('newPassword', 'This is the password you have. Choose another.');
  const hash = await hashPassword(input.newPassword);
  return transact(ownScope(actor.id), act, 'password.changed', async (change) => {
    const { count } = await change.tx.password.updateMany({
      where: { userId: actor.id, hash: standing ?? '' },
      data: { hash, changedAt: new Date(), short: [...input.newPassword.normalize('NFKC')].length < shortestPassword },
    });
    if (count === 0) throw invalid('currentPassword', 'The password was changed elsewhere a moment ago. Enter the one that holds now.');
    await change.record({ event: 'password.changed', targetType: 'user', targetId: actor.id, teamId: null });
    const session = await change.tx.session.findUnique({ where: { id: actor.sessionId }, select: { method: true } });
    await closeSessions(change, { userId: actor.id }, 'password changed');
    return openSession(change, actor.id, browser, (session?.method ?? 'password') as SessionMethod);
  });
}
