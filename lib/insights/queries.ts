import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { findTotal } from '#lib/assets/list/queries.ts';
import { type Kind, levels, type Stage } from '#lib/assets/rules.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Inventory } from './schema.ts';

type Cell = { kind: Kind; stage: Stage; count: number; unassessed: number; worst: number };

/** The reader's active assets by kind and stage, and the gaps among them; a gap that takes too long to count is null. */
export async function getInventory(actor: Actor): Promise<Inventory> {
  const [cells, owner, versions] = await Promise.all([
    cellsOf(actor),
    findTotal(actor, { owner: ['none'] }),
    findTotal(actor, { versions: ['none'] }),
  ]);
  return { cells: cells.map((cell) => ({ ...cell, worst: levels[cell.worst] ?? 'unassessed' })), gaps: { owner, versions } };
}

async function cellsOf(actor: Actor): Promise<Cell[]> {
  const scope = scopeOf(actor);
  const teams = scope.read === 'every' ? Prisma.sql`true` : Prisma.sql`a.team_id = ANY (${[...scope.read]}::uuid[])`;
  return read(scope, (reader) =>
    reader.rows<Cell>(Prisma.sql`
      SELECT a.kind, a.stage, count(*)::int AS count, count(*) FILTER (WHERE a.level = ${levels.indexOf('unassessed')})::int AS unassessed, max(a.level)::int AS worst
      FROM asset_list a WHERE ${teams} AND a.status = 'active' GROUP BY a.kind, a.stage`),
  );
}
