/** The list of assets: pages by keyset in either direction, ranked search, and totals. */

import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type CursorPart, decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countedExactly, type Sort } from '../rules.ts';
import type { AssetFilter, AssetListInput, AssetPage } from '../schema.ts';
import { all, byLetters, byWords, conditions, type ListedAsset, rowColumns, type TeamIds, toRow } from './sql.ts';

type Keyed = ListedAsset & { sort_key: string | number; tier?: number };

const sortKeys: Record<string, Prisma.Sql> = {
  name: Prisma.sql`(lower(a.name) COLLATE "C")`,
  level: Prisma.sql`a.level`,
  criticality: Prisma.sql`a.criticality`,
  changed: Prisma.sql`a.updated_at`,
};

const cursorParts: Record<string, CursorPart> = { name: 'text', level: 'number', criticality: 'number', changed: 'time' };

/** The most matches that are ranked; a search that finds more says so, and a word more narrows it. */
const ranked = 1000;
/** With fewer matches by words than this, matches within words are looked for as well. */
const fewMatches = 100;

/** One page of assets within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listAssets(actor: Actor, input: AssetListInput): Promise<AssetPage> {
  const sort = input.sort ?? (input.q ? 'relevance' : 'name');
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, input);
    if (sort === 'relevance' && input.q) return relevantPage(reader, input, input.q, teams);
    return sortedPage(reader, input, sort === 'relevance' ? 'name' : sort, teams);
  });
}

async function sortedPage(reader: Reader, input: AssetListInput, sort: Sort, teams: TeamIds): Promise<AssetPage> {
  const key = sortKeys[sort.replace('-', '')] ?? Prisma.sql`a.id`;
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = conditions(input, teams);
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [cursorParts[sort.replace('-', '')] ?? 'text', 'id']);
    const bound = sort.endsWith('changed') ? Prisma.sql`${new Date(String(value))}` : Prisma.sql`${value}`;
    where.push(Prisma.sql`(${key}, a.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${bound}, ${id}::uuid)`);
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await reader.rows<Keyed>(Prisma.sql`
    SELECT ${rowColumns}, ${sort.endsWith('changed') ? Prisma.sql`NULL` : key} AS sort_key FROM asset_list a WHERE ${all(where)}
    ORDER BY ${key} ${direction}, a.id ${direction} LIMIT ${input.limit + 1}`);
  return page(rows, input, (row) => encodeCursor({ sort, values: [row.sort_key ?? row.updated_at.toISOString(), row.id] }));
}

/** Exact names first, then names that begin so, then words that begin so, then the text within words; by name within each. */
async function relevantPage(reader: Reader, input: AssetListInput, text: string, teams: TeamIds): Promise<AssetPage> {
  const { q: _, ...others } = input;
  const where = all(conditions(others, teams));
  const lower = text.toLowerCase();
  const name = sortKeys['name'] ?? Prisma.empty;
  const tier = Prisma.sql`CASE WHEN lower(a.name) = ${lower} OR lower(a.key) = ${lower} THEN 0 WHEN starts_with(lower(a.name), ${lower}) THEN 1
    WHEN ${byWords(text) ?? Prisma.sql`false`} THEN 2 ELSE 3 END`;
  const found = (condition: Prisma.Sql) => Prisma.sql`(SELECT a.id FROM asset_list a WHERE ${where} AND ${condition} LIMIT ${ranked})`;
  const beginning = Prisma.sql`${name} >= ${lower} AND ${name} < ${`${lower}\u{10FFFF}`}`;
  const parts = [Prisma.sql`(SELECT a.id FROM asset_list a WHERE ${where} AND ${beginning} ORDER BY ${name} LIMIT ${fewMatches})`];
  const words = byWords(text);
  if (words) {
    const ids = await reader.rows<{ id: string }>(found(words));
    parts.push(Prisma.sql`(SELECT unnest(${ids.map((row) => row.id)}::uuid[]))`);
    const letters = byLetters(text);
    if (letters && ids.length < fewMatches) parts.push(found(letters));
  } else {
    const letters = byLetters(text);
    if (letters) parts.push(found(letters));
  }
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const beyond = cursor ? decodeCursor(cursor, backwards ? 'before' : 'after', 'relevance', ['number', 'text', 'id']) : null;
  const bound = beyond
    ? Prisma.sql`WHERE (tier, sort_key, id) ${backwards ? Prisma.sql`<` : Prisma.sql`>`} (${beyond[0]}, ${beyond[1]}, ${beyond[2]}::uuid)`
    : Prisma.empty;
  const direction = backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await reader.rows<Keyed>(Prisma.sql`
    WITH hits AS (${Prisma.join(parts, ' UNION ')}),
    listed AS (SELECT ${rowColumns}, ${name} AS sort_key, ${tier} AS tier FROM asset_list a WHERE a.id IN (SELECT id FROM hits))
    SELECT * FROM listed ${bound} ORDER BY tier ${direction}, sort_key ${direction}, id ${direction} LIMIT ${input.limit + 1}`);
  return page(rows, input, (row) => encodeCursor({ sort: 'relevance', values: [row.tier ?? 3, row.sort_key, row.id] }));
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

/** How many assets match, exact up to the limit; beyond it `more` is true. */
export async function countAssets(actor: Actor, filter: AssetFilter): Promise<{ total: number; more: boolean }> {
  return read(scopeOf(actor), async (reader) => {
    const where = all(conditions(filter, await teamsOf(reader, actor, filter)));
    const [row] = await reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 FROM asset_list a WHERE ${where} LIMIT ${countedExactly + 1}) counted`,
    );
    const total = row?.total ?? 0;
    return { total: Math.min(total, countedExactly), more: total > countedExactly };
  });
}

/** The ids that a query is cut to: the named teams, or those that the actor may read. Unknown keys match nothing. */
export async function teamsOf(reader: Reader, actor: Actor, filter: Pick<AssetFilter, 'team'>): Promise<TeamIds> {
  const readable = scopeOf(actor).read;
  if (!filter.team?.length) return readable;
  const named = await reader.rows<{ id: string }>(Prisma.sql`SELECT id FROM teams WHERE key = ANY (${filter.team})`);
  return named.map((team) => team.id).filter((id) => readable === 'every' || readable.includes(id));
}
