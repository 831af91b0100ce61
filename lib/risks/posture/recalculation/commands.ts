/**
 * Settling every asset, after a change of the catalogue. What differs is looked for without a lock, range by range of ids, and only that is settled; it
 * can be broken off at any point and goes on where it stood.
 */

import type { EventName } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { connect } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueue, enqueueWithin } from '#lib/platform/jobs.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Because, type Runner, settleWith } from '../commands.ts';
import { asHouse } from '../due/commands.ts';
import { factsOf, postureAt } from '../sql.ts';
import { remakeScorings } from './scorings/commands.ts';

export const recalculateJob = 'risks.recalculate';

/** So many assets are looked at by one statement, and so many of these run side by side. */
const range = 4000;
const sideBySide = 2;
/** So many are settled in one transaction. */
const batch = 500;

/**
 * Has every asset settled once the change has committed; returns the recalculation's id. One that waits already serves for this change too.
 * @param cause the event that will stand in the history of risks
 */
export async function requestRecalculation({ tx, act }: Change, cause: EventName): Promise<string> {
  const [waiting] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE recalculations SET cause = ${cause}, requested_by = ${act.actorId}::uuid WHERE status = 'waiting' RETURNING id`;
  const id = waiting?.id ?? newId();
  if (!waiting)
    await tx.$executeRaw`
      INSERT INTO recalculations (id, cause, requested_by, total) SELECT ${id}::uuid, ${cause}, ${act.actorId}::uuid, count(*) FROM assets`;
  await enqueueWithin(tx, recalculateJob, id, { recalculationId: id });
  return id;
}

type Standing = { cause: string; requested_by: string | null; position: string | null };

/** Carries a recalculation out, from where it stands, until its end or `stop`; nothing where it is over. One at a time: another waits for its end. */
export async function recalculate(id: string, stop: AbortSignal | null = null): Promise<void> {
  const turn = await connect();
  try {
    await turn.query("SELECT pg_advisory_lock(hashtextextended('gatehouse.recalculation', 0))");
    const standing = await begin(id);
    if (!standing) return;
    if (standing.position === null) await remakeScorings();
    const because = { cause: standing.cause, actorId: standing.requested_by };
    let position = standing.position;
    while (!stop?.aborted) {
      const ranges = await rangesAfter(position);
      const [first] = ranges;
      if (!first) return await finish(id);
      const moved = await Promise.all(ranges.map((each) => recalculateRange(each, because)));
      position = ranges.at(-1)?.to ?? first.to;
      await advance(id, position, { done: sum(ranges.map((each) => each.assets)), moved: sum(moved) });
    }
  } finally {
    // The lock is the connection's.
    turn.release(true);
  }
}

const announcement = 'risks.recalculated';

async function begin(id: string): Promise<Standing | null> {
  const started = await asHouse(announcement, (runner) =>
    runner.rows<Standing>(Prisma.sql`
      UPDATE recalculations SET status = 'running', started_at = coalesce(started_at, ${now().toISOString()}::timestamptz), error = NULL,
        total = (SELECT count(*) FROM assets) WHERE id = ${id}::uuid AND status IN ('waiting', 'running') RETURNING cause, requested_by, position`),
  );
  return started[0] ?? null;
}

/** Assets with ids past `from`, or from the first, to `to`. */
type Range = { from: string | null; to: string; assets: number };

/** The ranges that come next, none at the end. */
async function rangesAfter(position: string | null): Promise<Range[]> {
  const rest = position === null ? Prisma.sql`true` : Prisma.sql`id > ${position}::uuid`;
  const rows = await asHouse(announcement, (runner) =>
    runner.rows<{ to: string; assets: number }>(Prisma.sql`
      SELECT (array_agg(id ORDER BY id DESC))[1] AS to, count(*)::int AS assets
      FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${range}::int AS nth FROM assets WHERE ${rest} ORDER BY id LIMIT ${range * sideBySide}) few
      GROUP BY nth ORDER BY nth`),
  );
  return rows.map((row, at) => ({ ...row, from: at === 0 ? position : (rows[at - 1]?.to ?? null) }));
}

async function recalculateRange({ from, to }: Range, because: Because): Promise<number> {
  const differing = await asHouse(because.cause ?? announcement, (runner) => findDiffering(runner, from, to, now()));
  let moved = 0;
  for (let first = 0; first < differing.length; first += batch)
    moved += await asHouse(because.cause ?? announcement, (runner) =>
      settleWith(runner, differing.slice(first, first + batch), because, now()),
    );
  return moved;
}

/** The assets of a range that are not as their facts say. */
async function findDiffering(runner: Runner, from: string | null, to: string, at: Date): Promise<string[]> {
  const within = (id: Prisma.Sql) =>
    from === null ? Prisma.sql`${id} <= ${to}::uuid` : Prisma.sql`${id} > ${from}::uuid AND ${id} <= ${to}::uuid`;
  // Of a range within one step of the statistics' ladder the planner expects one asset, and would hold each of thousands against each.
  await runner.rows(Prisma.sql`SELECT set_config('enable_nestloop', 'off', true)`);
  const rows = await runner.rows<{ id: string }>(Prisma.sql`
    WITH ${factsOf({ assets: within(Prisma.sql`a.id`), within })}, ${postureAt(at)}
    SELECT asset_id AS id FROM next WHERE differs UNION SELECT id FROM posture WHERE differs ORDER BY id`);
  return rows.map((row) => row.id);
}

async function advance(id: string, position: string, { done, moved }: { done: number; moved: number }): Promise<void> {
  await asHouse(announcement, (runner) =>
    runner.rows(Prisma.sql`
      UPDATE recalculations SET position = ${position}::uuid, done = least(total, done + ${done}::int), moved = moved + ${moved}::int WHERE id = ${id}::uuid`),
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

async function finish(id: string): Promise<void> {
  await asHouse(announcement, (runner) =>
    runner.rows(Prisma.sql`
      UPDATE recalculations SET status = 'done', done = total, finished_at = ${now().toISOString()}::timestamptz WHERE id = ${id}::uuid`),
  );
}

/** Has what is not over taken up again, where no job is at it: a server that stops lets go of it where it stands. */
export async function resumeRecalculations(): Promise<void> {
  const unfinished = await asHouse(announcement, (runner) =>
    runner.rows<{ id: string }>(Prisma.sql`SELECT id FROM recalculations WHERE status IN ('waiting', 'running') ORDER BY created_at`),
  );
  for (const { id } of unfinished) await enqueue(recalculateJob, id, { recalculationId: id });
}

/** Says that a recalculation was given up, and why. */
export async function failRecalculation(id: string, error: string): Promise<void> {
  await asHouse(announcement, (runner) =>
    runner.rows(Prisma.sql`
      UPDATE recalculations SET status = 'failed', error = ${error}, finished_at = ${now().toISOString()}::timestamptz
      WHERE id = ${id}::uuid AND status IN ('waiting', 'running')`),
  );
}
