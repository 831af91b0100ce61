/** Asks for what waits in the queue: a few before the change that caused them commits, many by a job after it. */
import { houseScope } from '#lib/access/policy.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import { type Change, type Consequence, transact } from '#lib/platform/transact.ts';
import { runnerOf } from '#lib/risks/posture/commands.ts';
import { asHouse } from '#lib/risks/posture/due/commands.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { askFor } from '../../requesting/commands.ts';
import { askJob } from '../commands.ts';
import { factsOf } from './queries.ts';
import { type Due, type Proposal, proposalsOf } from './rules.ts';

const columns = Prisma.sql`t.trigger, t.team_id AS "teamId", t.asset_id AS "assetId", t.person_id AS "personId", t.ref, t.before, t.after, t.actor_id AS "actorId"`;

/** A change that makes up to so many due asks by itself; one of more leaves them to a job, and commits without waiting for it. */
export const mostWithin = 20;

/** So many are asked for in one transaction. */
const batch = 500;
/** Of some hundred reviews. */
const longest = 60_000;

/** Events under which versions, signals or fields of assets change. */
const touching = /^(asset|version|import|team|signal|lineage|finding|incident|scan|gate|promotion|connector)\./;

/** Asks for what the change made due, before it commits. */
export const asksByPolicies: Consequence = { of: (announced) => touching.test(announced), draw: askOwn };

/** What stands in teams that the change may not write is left to the job, too. */
async function askOwn(change: Change): Promise<void> {
  const [here] = await change.tx.$queryRaw<{ found: number }[]>`SELECT reviews_due_here() AS found`;
  const found = here?.found ?? 0;
  if (found === 0) return;
  const taken =
    found > mostWithin
      ? []
      : await change.tx.$queryRaw<Due[]>`
          WITH taken AS (DELETE FROM reviews_due WHERE transaction = pg_current_xact_id()::text::bigint RETURNING *)
          SELECT ${columns} FROM taken t ORDER BY t.id`;
  await ask(change, taken);
  if (found > taken.length) await enqueueWithin(change.tx, askJob, 'due', {});
}

/**
 * Asks for what waits, the oldest first, some hundred a transaction, until nothing is left or `stop` says so: what was asked for is gone from the queue in
 * the same transaction, and so never asked for twice. Returns how many rows were taken.
 * @param until only what waited at this moment
 */
export async function askDue(until: Date, stop: AbortSignal | null = null): Promise<number> {
  let taken = 0;
  while (!stop?.aborted) {
    const operationId = newId();
    const act = { actorId: null, requestId: `reviews ${operationId}`, operationId };
    const { ids, made } = await transact(houseScope(null), act, 'review.requested', (change) => askBatch(change, until), {
      limit: longest,
    });
    // A change that records nothing is taken back, and what it took with it.
    if (made === 0 && ids.length > 0) await forget(ids);
    taken += ids.length;
    if (ids.length < batch) break;
  }
  return taken;
}

type Batch = { ids: string[]; made: number };

async function askBatch(change: Change, until: Date): Promise<Batch> {
  // One runner at a time: another waits, and finds what is left.
  await change.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.ask'))`;
  const rows = await change.tx.$queryRaw<(Due & { id: string })[]>`
    WITH taken AS (DELETE FROM reviews_due WHERE id IN (SELECT id FROM reviews_due WHERE at <= ${until} ORDER BY id LIMIT ${batch}) RETURNING *)
    SELECT id::text, ${columns} FROM taken t ORDER BY t.id`;
  const made = await ask(change, rows);
  if (made === 0) change.unchanged();
  return { ids: rows.map(({ id }) => id), made };
}

const forget = (ids: readonly string[]) =>
  asHouse('review.requested', (runner) => runner.rows(Prisma.sql`DELETE FROM reviews_due WHERE id = ANY (${[...ids]}::bigint[])`));

/** Returns how many reviews came of it: none where they wait already, or where nothing can be asked. */
async function ask(change: Change, due: readonly Due[]): Promise<number> {
  if (due.length === 0) return 0;
  const proposals = proposalsOf(due, await factsOf(runnerOf(change), due));
  const alike = Map.groupBy(proposals, ({ template, causeRef, reason, requestedBy }) =>
    JSON.stringify([template, causeRef, reason, requestedBy]),
  );
  let made = 0;
  for (const [first, ...others] of alike.values()) {
    if (!first) continue;
    const { template, reason, cause, causeRef, requestedBy, assignment, timeZone } = first;
    const asking = {
      template,
      reason,
      cause,
      causeRef,
      timeZone,
      by: requestedBy,
      filling: assignment,
      may: () => true,
      mayChoose: () => true,
    };
    made += (await askFor(change, [first, ...others].map(refOf), asking)).made.length;
  }
  return made;
}

const refOf = ({ teamId, assetId, personId, versionId, baseVersionId, stage }: Proposal) => ({
  ...(personId ? { teamId, personId } : { assetId: assetId ?? undefined }),
  ...(versionId && { versionId }),
  ...(baseVersionId && { baseVersionId }),
  ...(stage && { stage }),
});
