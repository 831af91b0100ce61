import { now } from '#lib/platform/clock.ts';
import { database } from '#lib/platform/database.ts';
import { tell } from './commands.ts';
import { houseChange } from './house.ts';
import { tellOfFailingMail } from './mails/failing.ts';
import { remind } from './reminders/commands.ts';

/** So many days before a role ends its holder is told. */
const daysAhead = 3;

/** Once a day: who holds a role that ends in three days. Its key is the role and its day, so that a second run tells nobody twice. */
export async function tellOfExpiring(): Promise<void> {
  const { rows } = await database().pool.query<{ team_id: string; user_id: string; day: string }>(
    `SELECT team_id, user_id, (expires_at AT TIME ZONE 'UTC')::date::text AS day FROM memberships
     WHERE (expires_at AT TIME ZONE 'UTC')::date = ($2::timestamptz AT TIME ZONE 'UTC')::date + $1::int`,
    [daysAhead, now()],
  );
  await houseChange(async (change) => {
    for (const { team_id: teamId, user_id: userId, day } of rows)
      await tell(change, { event: 'membership.expiring', userIds: [userId], ids: { teamId }, key: day });
  });
}

/** Every five minutes: reminders whose moment has come, and word to administrators where mail does not go out. */
export async function remindJob(): Promise<void> {
  await remind();
  await tellOfFailingMail();
}

/** Days after which what was told is forgotten: read or not, and what mails and deliveries tell of how they went. */
const [notificationDays, trailDays] = [365, 30];
const day = 86_400_000;

/** Once a day: what is old goes. */
export async function cleanNotices(): Promise<void> {
  const before = (days: number) => new Date(now().getTime() - days * day);
  await houseChange(async ({ tx }) => {
    await tx.$executeRaw`DELETE FROM notifications WHERE created_at < ${before(notificationDays)}`;
    await tx.$executeRaw`DELETE FROM notice_mails WHERE done_at < ${before(trailDays)}`;
    await tx.$executeRaw`DELETE FROM webhook_deliveries WHERE status <> 'waiting' AND created_at < ${before(trailDays)}`;
  });
}
