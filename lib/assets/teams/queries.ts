import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** How many active assets each of these teams has, of those that the actor may read. A team without any is left out. */
export async function countByTeam(actor: Actor, teamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ team_id: string; count: number }>(
      Prisma.sql`SELECT team_id, count(*)::int AS count FROM asset_list WHERE team_id = ANY (${[...teamIds]}::uuid[]) AND status = 'active' GROUP BY 1`,
    ),
  );
  return new Map(rows.map((row) => [row.team_id, row.count]));
}

/** How many active assets the team has, within a change. */
export const countActive = ({ tx }: Change, teamId: string): Promise<number> => tx.asset.count({ where: { teamId, status: 'active' } });
