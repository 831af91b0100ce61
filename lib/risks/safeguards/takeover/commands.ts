import type { Belongings } from '#lib/access/users/belongings.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = { id: string; team_id: string };

/** Events are written so many at a time. */
const batch = 1000;

/** Those of active assets and those that a team offers; with a retired asset they stay under the name of who answered for them. */
const standing = Prisma.sql`(s.asset_id IS NULL OR EXISTS (SELECT FROM assets a WHERE a.id = s.asset_id AND a.status = 'active'))`;

async function handOver({ tx, record }: Change, fromId: string, toId: string): Promise<number> {
  const rows = await tx.$queryRaw<Row[]>`
    UPDATE safeguards s SET owner_id = ${toId}::uuid, version = version + 1, updated_at = now()
    WHERE s.owner_id = ${fromId}::uuid AND ${standing} RETURNING s.id, s.team_id`;
  for (let at = 0; at < rows.length; at += batch)
    await record(
      ...rows.slice(at, at + batch).map(({ id, team_id: teamId }) => ({
        event: 'safeguard.edited' as const,
        targetType: 'safeguard',
        targetId: id,
        teamId,
        before: { ownerId: fromId },
        after: { ownerId: toId },
      })),
    );
  return rows.length;
}

/** The safeguards that a person answers for. */
export const ownedSafeguards: Belongings = {
  one: 'safeguard',
  many: 'safeguards',
  href: (personId) => `/safeguards?owner=${personId}`,
  count: async (reader, personId) => {
    const sql = Prisma.sql`SELECT count(*)::int AS count FROM safeguards s WHERE s.owner_id = ${personId}::uuid AND ${standing}`;
    return (await reader.rows<{ count: number }>(sql))[0]?.count ?? 0;
  },
  handOver,
};
