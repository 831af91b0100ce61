/** What becomes of reviews by themselves: a missed condition opens one again, and seats of whoever may not decide any more go to others. */
import { houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { end, start } from './delegations/commands.ts';
import { reopenMissed } from './rounds/commands.ts';
import { reopenLostSeats } from './takeover/commands.ts';

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

/** Opens seats whose holders may not decide any more; returns how many. */
export async function reopenSeats(): Promise<number> {
  for (let opened = 0; ; ) {
    const some = await transact(houseScope(null), houseAct('seats'), 'review.assigned', async (change) => {
      const count = await reopenLostSeats(change);
      if (count === 0) change.unchanged();
      return count;
    });
    opened += some;
    if (some === 0) return opened;
  }
}

/** Begins the delegations whose time has come, and ends those whose time has passed, each in a transaction of its own. */
export async function moveDelegations(): Promise<number> {
  const at = now();
  const due = await read(houseScope(null), (reader) =>
    reader.rows<{ id: string }>(Prisma.sql`
      SELECT id FROM delegations WHERE ended_at IS NULL AND (until_at <= ${at} OR started_at IS NULL AND from_at <= ${at}) ORDER BY from_at, id LIMIT ${most}`),
  );
  let moved = 0;
  for (const { id } of due)
    await transact(houseScope(null), houseAct('delegations'), 'delegation.started', async (change) => {
      await change.tx.$queryRaw`SELECT id FROM delegations WHERE id = ${id}::uuid FOR UPDATE`;
      const delegation = await change.tx.delegation.findUniqueOrThrow({ where: { id } });
      if (delegation.endedAt === null && delegation.untilAt <= at) await end(change, delegation);
      else if (delegation.endedAt === null && delegation.startedAt === null) await start(change, delegation);
      else return change.unchanged();
      moved += 1;
    });
  return moved;
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
  {
    name: 'reviews.delegations',
    atOnce: 1,
    cron: '* * * * *',
    run: async () => {
      await moveDelegations();
    },
  },
  {
    name: 'reviews.lost-seats',
    atOnce: 1,
    cron: '*/2 * * * *',
    run: async () => {
      await reopenSeats();
    },
  },
];
