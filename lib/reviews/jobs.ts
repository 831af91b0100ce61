/** What becomes of reviews by themselves: a missed condition opens one again, and seats of whoever may not decide any more go to others. */
import { houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { reopenMissed } from './rounds/commands.ts';

const houseAct = (what: string) => {
  const operationId = newId();
  return { actorId: null, requestId: `${what} ${operationId}`, operationId };
};

/** Opened again in one look; the next minute finds the rest. */
const most = 1000;

/** Opens every review again whose conditions were missed, each in a transaction of its own; returns how many. Killed between, it goes on where it was. */
export async function reopenAllMissed(): Promise<number> {
  const at = now();
  const due = await read(houseScope(null), (reader) =>
    reader.rows<{ id: string }>(Prisma.sql`
      SELECT DISTINCT r.id FROM review_tasks t JOIN reviews r ON r.id = t.review_id AND r.round = t.round
      WHERE t.done_at IS NULL AND t.missed_at IS NULL AND t.due_at <= ${at} AND r.status = 'conditions' LIMIT ${most}`),
  );
  let opened = 0;
  for (const { id } of due)
    await transact(houseScope(null), houseAct('tasks'), 'review.reopened', async (change) => {
      if (await reopenMissed(change, id, at)) opened += 1;
      else change.unchanged();
    });
  return opened;
}

export const reviewJobs: readonly JobDefinition[] = [
  {
    name: 'reviews.missed-tasks',
    atOnce: 1,
    cron: '* * * * *',
    run: async () => {
      await reopenAllMissed();
    },
  },
];
