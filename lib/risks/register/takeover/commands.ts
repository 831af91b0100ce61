import type { Belongings } from '#lib/access/users/belongings.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { id: string; team_id: string };

/** Events are written so many at a time. */
const batch = 1000;

async function handOver({ tx, record }: Change, fromId: string, toId: string): Promise<number> {
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE risks SET owner_id = ${toId}::uuid, version = version + 1, updated_at = now()
    WHERE owner_id = ${fromId}::uuid AND applies RETURNING id, team_id`;
  for (let at = 0; at < rows.length; at += batch)
    await record(
      ...rows.slice(at, at + batch).map(({ id, team_id: teamId }) => ({
        event: 'risk.assigned' as const,
        targetType: 'risk',
        targetId: id,
        teamId,
        before: { ownerId: fromId },
        after: { ownerId: toId },
      })),
    );
  return rows.length;
}

/** The risks that a person answers for. Those that no longer apply stay under their name. */
export const ownedRisks: Belongings = {
  one: 'risk',
  many: 'risks',
  href: (personId) => `/risks?owner=${personId}`,
  count: async (reader, personId) => {
    const sql = Prisma.sql`SELECT count(*)::int AS count FROM risks WHERE owner_id = ${personId}::uuid AND applies`;
    return (await reader.rows<{ count: number }>(sql))[0]?.count ?? 0;
  },
  handOver,
};
