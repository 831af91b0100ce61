/** Erasing what Gatehouse knows of a person who left: what they did stays, told of somebody without a name. */
import type { Act } from '#lib/platform/audit.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { transact } from '#lib/platform/transact.ts';
import { erasePersonal } from '../../audit/commands.ts';
import { endLinks } from '../../links/commands.ts';
import { eraseFromNotices } from '../../notices/commands.ts';
import { type Actor, houseScope, mustEverywhere } from '../../policy.ts';
import { closeSessions } from '../../sessions/commands.ts';
import { keyOf } from '../../throttle.ts';
import { hindranceToTake, standingOf } from '../standing.ts';
import { erasedDomain } from './commands.ts';
import type { Erasure } from './schema.ts';

export const erasedName = 'Erased person';

/**
 * Erases a deactivated person's name, mail address, ways to sign in and choices, and what the audit log keeps beside its events. Cannot be
 * taken back. @throws AppError `invalid` at `name` when it was not typed as it is, `conflict` for who is not deactivated
 */
export async function erasePerson(actor: Actor, act: Act, { id, name }: Erasure): Promise<void> {
  mustEverywhere(actor, 'person.manage');
  await transact(houseScope(actor.id), act, 'user.erased', async (change) => {
    const { tx } = change;
    const [person] = await standingOf(change, [id]);
    if (!person) throw notFound('person');
    if (person.status !== 'deactivated') throw new AppError('conflict', `Deactivate ${person.name} first.`);
    if (person.email.endsWith(erasedDomain)) throw new AppError('conflict', 'This person’s data are erased already.');
    const hindrance = hindranceToTake(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    if (name.trim() !== person.name) throw invalid('name', `Type “${person.name}” as it stands here.`);
    await tx.user.update({
      where: { id },
      data: {
        ...{ name: erasedName, email: `${id}${erasedDomain}`, timeZone: 'UTC', locale: 'en-GB', notifications: {}, lastSeenAt: null },
        version: { increment: 1 },
      },
    });
    await tx.$executeRaw`
      UPDATE access_requests SET reason = 'Erased.', note = CASE WHEN note IS NOT NULL THEN 'Erased.' END WHERE user_id = ${id}::uuid`;
    await tx.$executeRaw`UPDATE api_tokens SET last_used_address = NULL WHERE user_id = ${id}::uuid`;
    const counted = [keyOf('account', person.email), keyOf('account', `forgotten ${person.email}`), keyOf('factor', id)];
    await tx.$executeRaw`DELETE FROM throttles WHERE key = ANY (${counted})`;
    await closeSessions(change, { userId: id }, 'deactivated');
    await tx.password.deleteMany({ where: { userId: id } });
    await tx.passkey.deleteMany({ where: { userId: id } });
    await tx.totpSecret.deleteMany({ where: { userId: id } });
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    await tx.signInTicket.deleteMany({ where: { userId: id } });
    await tx.identity.deleteMany({ where: { userId: id } });
    await tx.knownBrowser.deleteMany({ where: { userId: id } });
    await eraseFromNotices(change, { id, name: person.name }, erasedName);
    await endLinks(change, id);
    await erasePersonal(change, id);
  });
}
