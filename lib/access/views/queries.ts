import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Actor } from '../policy.ts';
import { ownScope } from '../sessions/commands.ts';
import type { View } from './schema.ts';

type Row = {
  id: string;
  list: View['list'];
  name: string;
  query: string;
  shared: boolean;
  own: boolean;
  owner_name: string;
  updated_at: Date;
};

/** The actor's own views of a list and those shared with everyone: own ones first, then by name. Views of people who left stay. */
export async function listViews(actor: Actor, list: View['list']): Promise<View[]> {
  const rows = await read(ownScope(actor.id), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT v.id, v.list, v.name, v.query, v.shared, v.owner_id = ${actor.id}::uuid AS own, u.name AS owner_name, v.updated_at
      FROM saved_views v JOIN users u ON u.id = v.owner_id
      WHERE v.list = ${list} AND (v.shared OR v.owner_id = ${actor.id}::uuid)
      ORDER BY own DESC, lower(v.name), v.id LIMIT 500`),
  );
  return rows.map(({ owner_name, updated_at, ...row }) => ({ ...row, ownerName: owner_name, updatedAt: updated_at.toISOString() }));
}
