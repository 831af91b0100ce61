/** The list of assets: pages by keyset in either direction, ranked search, and totals. */

import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type CursorPart, decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read, type Scope } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countedExactly, type Sort } from '../rules.ts';
import type { AssetFilter, AssetListInput, AssetPage } from '../schema.ts';
import { searchAssets } from '../search/queries.ts';
import { all, byName, conditions, type Keyed, ordered, type TeamIds, toRow } from './sql.ts';

const sortKeys: Record<string, Prisma.Sql> = {
  name: byName,
  level: Prisma.sql`a.level`,
  criticality: Prisma.sql`a.criticality`,
  changed: Prisma.sql`a.updated_at`,
};

const cursorParts: Record<string, CursorPart> = { name: 'text', level: 'number', criticality: 'number', changed: 'time' };

/** One page of assets within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listAssets(actor: Actor, input: AssetListInput): Promise<AssetPage> {
  const sort = input.sort ?? (input.q ? 'relevance' : 'name');
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, input);
    if (sort === 'relevance' && input.q)
      return page(await searchAssets(reader, input, input.q, teams), input, (row) =>
        encodeCursor({ sort, values: [row.tier ?? 0, row.sort_key ?? '', row.id] }),
      );
    return sortedPage(reader, input, sort === 'relevance' ? 'name' : sort, teams);
  });
}

async function sortedPage(reader: Reader, input: AssetListInput, sort: Sort, teams: TeamIds): Promise<AssetPage> {
  const key = sortKeys[sort.replace('-', '')] ?? Prisma.sql`a.id`;
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = conditions(input, 'every');
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [cursorParts[sort.replace('-', '')] ?? 'text', 'id']);
    const bound = sort.endsWith('changed') ? Prisma.sql`${new Date(String(value))}` : Prisma.sql`${value}`;
    where.push(Prisma.sql`(${key}, a.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${bound}, ${id}::uuid)`);
  }
  const more = Prisma.sql`${sort.endsWith('changed') ? Prisma.sql`NULL` : key} AS sort_key`;
  const rows = await reader.rows<Keyed>(ordered({ where, teams, key, descending, limit: input.limit + 1, more }));
  return page(rows, input, (row) => encodeCursor({ sort, values: [row.sort_key ?? row.updated_at.toISOString(), row.id] }));
}

/** Cuts the row too many that tells whether there is more, and turns a page read backwards round. */
function page(rows: Keyed[], input: AssetListInput, cursorOf: (row: Keyed) => string): AssetPage {
  const backwards = input.before !== undefined && input.after === undefined;
  const more = rows.length > input.limit;
  const shown = rows.slice(0, input.limit);
  if (backwards) shown.reverse();
  const first = shown[0];
  const last = shown.at(-1);
  const hasNext = backwards || more;
  const hasPrevious = backwards ? more : input.after !== undefined;
  return {
    rows: shown.map(toRow),
    next: last && hasNext ? cursorOf(last) : null,
    previous: first && hasPrevious ? cursorOf(first) : null,
  };
}

/** Counting is asked for after the rows stand and may take this long, in milliseconds; past it the answer says so. */
const patience = 2000;

/** Reads as `read` does, and gives up after so many milliseconds a statement: null then. */
export async function readWithin<T>(scope: Scope, milliseconds: number, work: (reader: Reader) => Promise<T>): Promise<T | null> {
  return read(scope, async (reader) => {
    await reader.rows(Prisma.sql`SELECT set_config('statement_timeout', ${String(milliseconds)}, true)`);
    return work(reader);
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '57014') return null;
    throw error;
  });
}

/** Counts as `readWithin` reads, with the patience of every count. */
export const countWithin = <T>(scope: Scope, work: (reader: Reader) => Promise<T>) => readWithin(scope, patience, work);

export type Total = { total: number; more: boolean };

/** How many assets match, exact up to the limit, beyond it `more` is true; null where counting takes too long. */
export async function findTotal(actor: Actor, filter: AssetFilter): Promise<Total | null> {
  return countWithin(scopeOf(actor), async (reader) => {
    const where = all(conditions(filter, await teamsOf(reader, actor, filter)));
    const [row] = await reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 FROM asset_list a WHERE ${where} LIMIT ${countedExactly + 1}) counted`,
    );
    const total = row?.total ?? 0;
    return { total: Math.min(total, countedExactly), more: total > countedExactly };
  });
}

/** As findTotal. @throws AppError `unavailable` where counting takes too long: a text that few of very many assets hold. */
export async function countAssets(actor: Actor, filter: AssetFilter): Promise<Total> {
  const total = await findTotal(actor, filter);
  if (!total) throw new AppError('unavailable', 'There are too many assets to count these in time. Another filter helps.');
  return total;
}

/** The ids that a query is cut to: the named teams, or those that the actor may read. Unknown keys match nothing. */
export async function teamsOf(reader: Reader, actor: Actor, filter: Pick<AssetFilter, 'team'>): Promise<TeamIds> {
  const readable = scopeOf(actor).read;
  if (!filter.team?.length) return readable;
  const named = await reader.rows<{ id: string }>(Prisma.sql`SELECT id FROM teams WHERE key = ANY (${filter.team})`);
  return named.map((team) => team.id).filter((id) => readable === 'every' || readable.includes(id));
}
