import { randomBytes } from 'node:crypto';
import { hashToken } from '#lib/access/actor.ts';
import type { Actor } from '#lib/access/policy.ts';
import { ownScope } from '#lib/access/sessions/commands.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { notFound } from '#lib/platform/errors.ts';
import { transact } from '#lib/platform/transact.ts';
import type { MadeFeed } from './schema.ts';

/** Scanners for secrets know it by this. */
const prefix = 'gthc_';
const target = (userId: string) => ({ targetType: 'calendar_feed', targetId: userId, teamId: null }) as const;

/** Makes the actor's feed, in place of the one they had: its address opens nothing from then on. The answer is the only time that it is told. */
export async function makeFeed(actor: Actor, act: Act): Promise<MadeFeed> {
  const token = prefix + randomBytes(32).toString('base64url');
  const createdAt = now();
  await transact(ownScope(actor.id), act, 'calendar_feed.made', async ({ tx, record }) => {
    const { count } = await tx.calendarFeed.deleteMany({ where: { userId: actor.id } });
    await tx.calendarFeed.create({ data: { userId: actor.id, tokenHash: hashToken(token) as Uint8Array<ArrayBuffer>, createdAt } });
    await record({ event: 'calendar_feed.made', ...target(actor.id), after: { replaced: count > 0 } });
  });
  return { address: `${env().GATEHOUSE_URL}/api/v1/work/calendar.ics?token=${token}`, createdAt: createdAt.toISOString() };
}

/** Ends the actor's feed. @throws AppError `not_found` where there is none */
export async function endFeed(actor: Actor, act: Act): Promise<void> {
  await transact(ownScope(actor.id), act, 'calendar_feed.ended', async ({ tx, record }) => {
    const { count } = await tx.calendarFeed.deleteMany({ where: { userId: actor.id } });
    if (count === 0) throw notFound('calendar feed');
    await record({ event: 'calendar_feed.ended', ...target(actor.id) });
  });
}
