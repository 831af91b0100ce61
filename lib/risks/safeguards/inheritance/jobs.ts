/** Tells the audit log what the database did to heirs, by itself, because of what they inherit from. */
import { houseScope } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { JobDefinition, Run } from '#lib/platform/jobs.ts';
import { transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = {
  id: bigint;
  safeguard_id: string;
  team_id: string;
  source_id: string;
  state_before: string;
  state_after: string;
  ended: boolean;
  cause: string;
  actor_id: string | null;
};

/** Changes told in one transaction. */
const atOnce = 500;

/** Tells everything that waits, each change under who caused it; a change told is gone from the queue in the same transaction. */
export async function tellInheritance({ signal }: Pick<Run, 'signal'>): Promise<void> {
  while (!signal.aborted) {
    const [first] = await read(houseScope(null), (reader) =>
      reader.rows<Pick<Row, 'actor_id'>>(Prisma.sql`SELECT actor_id FROM inheritance_changes ORDER BY id LIMIT 1`),
    );
    // None told: another process is at it.
    if (!first || (await tellOf(first.actor_id)) === 0) return;
  }
}

async function tellOf(actorId: string | null): Promise<number> {
  const act = { actorId, requestId: 'inheritance.tell', operationId: newId() };
  return transact(houseScope(actorId), act, 'safeguard.followed', async ({ tx, record, unchanged }) => {
    const rows = await tx.$queryRaw<Row[]>`
      WITH told AS (DELETE FROM inheritance_changes WHERE id IN (SELECT id FROM inheritance_changes
        WHERE actor_id IS NOT DISTINCT FROM ${actorId}::uuid ORDER BY id LIMIT ${atOnce}) RETURNING *)
      SELECT t.*, s.team_id FROM told t JOIN safeguards s ON s.id = t.safeguard_id ORDER BY t.id`;
    if (rows.length === 0) unchanged();
    await record(
      ...rows.map((row) => ({
        event: row.ended ? ('safeguard.disinherited' as const) : ('safeguard.followed' as const),
        targetType: 'safeguard',
        targetId: row.safeguard_id,
        teamId: row.team_id,
        before: { state: row.state_before, ...(row.ended && { inheritedFrom: row.source_id }) },
        after: { state: row.state_after, ...(row.ended ? { inheritedFrom: null } : {}), cause: row.cause },
      })),
    );
    return rows.length;
  });
}

export const safeguardJobs: readonly JobDefinition[] = [{ name: 'inheritance.tell', atOnce: 1, run: tellInheritance, cron: '* * * * *' }];
