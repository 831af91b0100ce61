/** What is due to be settled: by a change of an asset, which leaves a row in risks_due, or by time alone. */
import { houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { connect, scopeScript } from '#lib/platform/database.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import type { Change, Consequence } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Because, type Runner, runnerOf, settle, settleWith } from '../commands.ts';

export const settleJob = 'risks.settle';

/** A change of up to so many assets settles them itself; one of more leaves them to a job, and commits without waiting for it. */
export const mostWithin = 200;

/** So many are settled in one transaction. */
const batch = 1000;

/** Events under which rows change that risks depend on beside those that their own commands settle: of assets, and of safeguards that others inherit. */
const touching = /^(asset|import|team|safeguard|evidence|lineage)\./;

/** Settles what the change made due, before it commits. */
export const settlesItsAssets: Consequence = { of: (announced) => touching.test(announced), draw: settleOwn };

type Own = { found: number; count: number; taken: string[] };

/** What stands in teams that the change may not write is left to the job, too. */
async function settleOwn(change: Change): Promise<void> {
  const own = Prisma.sql`transaction = pg_current_xact_id()::text::bigint`;
  const [due] = await runnerOf(change).rows<Own>(Prisma.sql`
    WITH taken AS (DELETE FROM risks_due WHERE ${own} AND (SELECT risks_due_here()) <= ${mostWithin} RETURNING asset_id)
    SELECT risks_due_here() AS found, (SELECT count(*)::int FROM taken) AS count, ARRAY(SELECT DISTINCT asset_id FROM taken) AS taken`);
  if (!due) return;
  await settle(change, due.taken);
  if (due.found > due.count) await enqueueWithin(change.tx, settleJob, 'due', {});
}

/** Runs `work` in a transaction of the house over every team, for what follows from the passing of time or from changes that are recorded already. */
export async function asHouse<T>(cause: string, work: (runner: Runner) => Promise<T>): Promise<T> {
  const client = await connect();
  try {
    // Compiling statements as long as these takes longer than running them.
    await client.query(`BEGIN;SET LOCAL jit = off;${scopeScript(houseScope(null))}`);
    await client.query("SELECT set_config('app.announced', $1, true)", [cause]);
    const result = await work({ rows: async (query) => (await client.query(query.text, query.values)).rows });
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}

type Due = { id: string; asset_id: string; cause: string; actor_id: string | null; is_there: boolean };

/**
 * Settles what changes left due, the oldest first, a thousand a transaction, until none is left or `stop` says so.
 * @param until only what was due at this moment
 * @returns how many rows were taken
 */
export async function settleDue(until: Date, stop: AbortSignal | null = null): Promise<number> {
  let taken = 0;
  while (!stop?.aborted) {
    const found = await asHouse('asset.changed', (runner) => settleBatch(runner, until));
    taken += found;
    if (found < batch) break;
  }
  return taken;
}

async function settleBatch(runner: Runner, until: Date): Promise<number> {
  const due = await runner.rows<Due>(Prisma.sql`
    SELECT d.id::text, asset_id, cause, actor_id, a.id IS NOT NULL AS is_there FROM risks_due d LEFT JOIN assets a ON a.id = d.asset_id
    WHERE at <= ${until.toISOString()}::timestamptz ORDER BY d.id LIMIT ${batch}`);
  // Of several changes of an asset the last is what it is settled for. One that was emptied out of its table by hand is forgotten.
  const last = new Map(due.filter((row) => row.is_there).map((row) => [row.asset_id, row]));
  const groups = Map.groupBy(last.values(), ({ cause, actor_id }) => `${cause} ${actor_id}`);
  for (const rows of groups.values()) {
    const because: Because = { cause: rows[0]?.cause ?? null, actorId: rows[0]?.actor_id ?? null };
    const ids = rows.map((row) => row.asset_id);
    await settleWith(runner, ids, because, now());
  }
  await runner.rows(Prisma.sql`DELETE FROM risks_due WHERE id = ANY (${due.map(({ id }) => id)}::bigint[])`);
  return due.length;
}

/** Settles the assets whose risks time alone has changed; returns how many. */
export async function settlePassed(at: Date, stop: AbortSignal | null = null): Promise<number> {
  let settled = 0;
  while (!stop?.aborted) {
    const found = await asHouse('time.passed', async (runner) => {
      const rows = await runner.rows<{ asset_id: string }>(Prisma.sql`
        SELECT DISTINCT asset_id FROM (SELECT asset_id FROM risks WHERE next_at <= ${at.toISOString()}::timestamptz ORDER BY next_at LIMIT ${batch}) due`);
      await settleWith(
        runner,
        rows.map((row) => row.asset_id),
        { cause: 'time.passed', actorId: null },
        at,
      );
      return rows.length;
    });
    settled += found;
    if (found === 0) break;
  }
  return settled;
}

/** Adds up what changes appended to the tallies. */
export async function foldTallies(): Promise<void> {
  await asHouse('tallies.folded', (runner) => runner.rows(Prisma.sql`SELECT fold_tallies()`));
}
