import { type Act, difference } from '#lib/platform/audit.ts';
import { AppError, invalid } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { type Actor, mustEverywhere, scopeOf } from '../policy.ts';
import {
  type CalendarSettings,
  type SecondFactorSettings,
  type SessionSettings,
  usualCalendar,
  usualSecondFactor,
  usualSessions,
} from './rules.ts';
import type { CalendarEdit, SecondFactorEdit, SessionsEdit } from './schema.ts';

/** Sets how long sessions last; sessions that are older or were idle for longer end with it. @throws AppError `conflict`, `forbidden` */
export async function changeSessions(actor: Actor, act: Act, { version, ...wanted }: SessionsEdit): Promise<void> {
  await change(actor, act, 'sessions', version, usualSessions, () => wanted satisfies SessionSettings);
}

/**
 * Sets who must have a second factor. Whoever must and has none can do nothing else from their next request on until they add one.
 * @throws AppError `invalid` for a role that is not there; `conflict`, `forbidden`
 */
export async function changeSecondFactor(actor: Actor, act: Act, { version, requiredFor }: SecondFactorEdit): Promise<void> {
  await change(actor, act, 'second_factor', version, usualSecondFactor, async ({ tx }): Promise<SecondFactorSettings> => {
    if (typeof requiredFor === 'string') return { requiredFor };
    const wanted = [...new Set(requiredFor)].sort();
    const known = await tx.role.findMany({ where: { key: { in: wanted } }, select: { key: true } });
    if (known.length < wanted.length) throw invalid('requiredFor', 'One of these roles does not exist any more. Reload the page.');
    return { requiredFor: wanted };
  });
}

/** Sets on which days nobody works. What was due before keeps its day; what is reckoned from now on goes by these. @throws AppError `conflict`, `forbidden` */
export async function changeCalendar(actor: Actor, act: Act, { version, holidays }: CalendarEdit): Promise<void> {
  await change(actor, act, 'calendar', version, usualCalendar, () => ({ holidays }) satisfies CalendarSettings);
}

async function change<T extends object>(
  actor: Actor,
  act: Act,
  name: string,
  version: number,
  usual: T,
  want: (change: Change) => T | Promise<T>,
): Promise<void> {
  mustEverywhere(actor, 'settings.manage');
  await transact(scopeOf(actor, 'settings.manage'), act, 'settings.changed', async (changing) => {
    const { tx, record, unchanged } = changing;
    // Two who set it for the first time have no row to meet at.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`gatehouse.settings.${name}`}))`;
    const standing = await tx.setting.findUnique({ where: { name } });
    const before = { ...usual, ...(standing?.value as Partial<T> | undefined) };
    if ((standing?.version ?? 0) !== version)
      throw new AppError('conflict', 'Somebody else changed this in the meantime.', {
        current: { ...before, version: standing?.version ?? 0 },
      });
    const wanted = await want(changing);
    const changed = difference(before as Record<string, unknown>, wanted as Record<string, unknown>);
    if (!changed) return unchanged();
    const value = wanted as Prisma.InputJsonObject;
    await tx.setting.upsert({
      where: { name },
      create: { name, value, updatedBy: actor.id },
      update: { value, updatedBy: actor.id, version: { increment: 1 } },
    });
    await record({ event: 'settings.changed', targetType: 'settings', targetId: null, teamId: null, ...named(name, changed) });
  });
}

/** Each field under the setting's name: what an event of several settings needs to be read by. */
function named(name: string, changed: { before: Record<string, unknown>; after: Record<string, unknown> }) {
  const prefixed = (fields: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${name}.${field}`, value]));
  return { before: prefixed(changed.before), after: prefixed(changed.after) };
}
