import type { Belongings } from '#lib/access/users/belongings.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { id: string; team_id: string };

/** Events are written so many at a time. */
const batch = 1000;

async function handOver({ tx, record }: Change, fromId: string, toId: string): Promise<number> {
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE assets SET owner_id = ${toId}::uuid, version = version + 1, updated_at = now()
    WHERE owner_id = ${fromId}::uuid AND status = 'active' RETURNING id, team_id`;
  for (let at = 0; at < rows.length; at += batch)
    await record(
      ...rows.slice(at, at + batch).map(({ id, team_id: teamId }) => ({
        event: 'asset.edited' as const,
        targetType: 'asset',
        targetId: id,
        teamId,
        before: { ownerId: fromId },
        after: { ownerId: toId },
      })),
    );
  return rows.length;
}

/** The assets that a person owns. Retired ones stay under their name. */
export const ownedAssets: Belongings = {
  one: 'asset',
  many: 'assets',
  href: (personId) => `/assets?owner=${personId}`,
  count: async (reader, personId) => {
    const sql = Prisma.sql`SELECT count(*)::int AS count FROM assets WHERE owner_id = ${personId}::uuid AND status = 'active'`;
    return (await reader.rows<{ count: number }>(sql))[0]?.count ?? 0;
  },
  handOver,
};
