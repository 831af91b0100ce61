import { now } from '#lib/platform/clock.ts';
import { database } from '#lib/platform/database.ts';
import { tell } from './commands.ts';
import { houseChange } from './house.ts';

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
