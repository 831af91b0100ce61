/**
 * Approvals go stale by what changes: in the transaction of the change where little hangs on it, by a job where much does. Which ones is found by the
 * database (judge_approvals), whatever teams lie between; nothing is read here but what people are told.
 */
import { append } from '#lib/platform/audit.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import type { Change, Consequence } from '#lib/platform/transact.ts';
import { asHouse } from '#lib/risks/posture/due/commands.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { atOnce, follow } from '../telling/commands.ts';

export const judgeJob = 'approvals.judge';

/** A change that reaches up to so many versions judges them itself; one that reaches more leaves them to a job, and commits without waiting for it. */
export const mostWithin = 2000;

/** Events under which versions, arrows, assets or signals change. */
const touching = /^(asset|version|lineage|signal|import|team|finding|incident|scan|gate|promotion|connector)\./;

/** Judges what the change may have struck, before it commits. */
export const stalesApprovals: Consequence = { of: (announced) => touching.test(announced), draw: judgeOwn };

type Judged = { struck: string[]; left_over: boolean };

async function judgeOwn(change: Change): Promise<void> {
  const [judged] = await change.tx.$queryRaw<Judged[]>`SELECT struck, left_over FROM judge_approvals(true, ${mostWithin}::int)`;
  if (!judged) return;
  const few = judged.struck.length <= atOnce;
  // Other teams are told who it was, not from which address.
  if (few) await follow(change, judged.struck, (...events) => append(change.tx, { ...change.act, address: null }, events));
  if (judged.left_over || !few) await enqueueWithin(change.tx, judgeJob, 'due', {});
}

/** As many versions as there may be. */
const all = 2_000_000_000;

/** Judges what changes left, a hundred changes a transaction, until none is left or `stop` says so; returns how many approvals became stale. */
export async function judgeLeft(stop: AbortSignal | null = null): Promise<number> {
  let struck = 0;
  for (let more = true; more && !stop?.aborted; ) {
    const [judged] = await asHouse('approval.staled', (runner) =>
      runner.rows<{ struck: number; left_over: boolean }>(
        Prisma.sql`SELECT cardinality(struck) AS struck, left_over FROM judge_approvals(false, ${all}::int)`,
      ),
    );
    struck += judged?.struck ?? 0;
    more = judged?.left_over ?? false;
  }
  return struck;
}
