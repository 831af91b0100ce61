/** The list of risks: pages by keyset in either direction, and totals. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { countWithin, teamsOf } from '#lib/assets/list/queries.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countedByTally, tallyTotal } from '../facets/sql.ts';
import { countedExactly, type Sort, usualSort } from '../rules.ts';
import type { RiskFilter, RiskListInput, RiskPage } from '../schema.ts';
import { all, conditions, find, type ListedRisk, ordered, toRow } from './sql.ts';

/** What a sort goes by before the id. */
const keys = {
  level: { column: Prisma.sql`r.level`, part: 'number' },
  due: { column: Prisma.sql`r.due_at`, part: 'time' },
  changed: { column: Prisma.sql`r.updated_at`, part: 'time' },
  opened: { column: Prisma.sql`r.opened_at`, part: 'time' },
} as const;
type Key = keyof typeof keys;

const keyOf = (sort: Sort): Key => sort.replace('-', '') as Key;

/** What stands for no due date in a cursor: a time after all others. */
const undated = '9999-12-31T00:00:00.000Z';

type Place = { value: string | number; id: string };
type Query = { where: readonly Prisma.Sql[]; teams: TeamIds; key: Key; descending: boolean; limit: number; foundFirst: boolean };

/** One page of risks within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listRisks(actor: Actor, input: RiskListInput): Promise<RiskPage> {
  const sort = input.sort ?? usualSort;
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const place = cursor ? placeOf(cursor, backwards, sort) : null;
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, input);
    const where = conditions(input, 'every', await find(reader, input.q, 'each'));
    const { named, foundFirst } = key === 'opened' ? { named: [], foundFirst: false } : await ofTheirTime(reader, input, teams);
    where.push(...named);
    const query = { where, teams, key, descending: sort.startsWith('-') !== backwards, limit: input.limit + 1, foundFirst };
    const rows = key === 'due' ? await byDue(reader, query, place, backwards) : await reader.rows<ListedRisk>(inOrder(query, place));
    return page(rows, input, sort);
  });
}

/** Up to so many risks of a time are named by id; up to so many more are found by it and then sorted; still more are soon met in any order. */
const few = 10_000;
const sortable = 100_000;

/** How the risks that were opened, assessed or treated in the time asked for are found: in the order of levels they would be looked for among all. */
async function ofTheirTime(reader: Reader, input: RiskListInput, teams: TeamIds): Promise<{ named: Prisma.Sql[]; foundFirst: boolean }> {
  const { openedSince, openedBefore, assessedSince, treatedIn, treatedFrom } = input;
  if (!openedSince && !openedBefore && !assessedSince && !treatedIn && !treatedFrom) return { named: [], foundFirst: false };
  const where = all(conditions({ openedSince, openedBefore, assessedSince, treatedIn, treatedFrom }, teams, null));
  const found = await reader.rows<{ id: string }>(Prisma.sql`SELECT r.id FROM risk_list r WHERE ${where} LIMIT ${few + 1}`);
  if (found.length <= few) return { named: [Prisma.sql`r.id = ANY (${found.map(({ id }) => id)}::uuid[])`], foundFirst: false };
  const [counted] = await reader.rows<{ n: number }>(
    Prisma.sql`SELECT count(*)::int AS n FROM (SELECT FROM risk_list r WHERE ${where} LIMIT ${sortable + 1}) c`,
  );
  return { named: [], foundFirst: (counted?.n ?? 0) <= sortable };
}

function placeOf(cursor: string, backwards: boolean, sort: Sort): Place {
  const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [keys[keyOf(sort)].part, 'id']);
  return { value: value ?? '', id: String(id) };
}

function inOrder({ where, teams, key, descending, limit, foundFirst }: Query, place: Place | null): Prisma.Sql {
  const { column, part } = keys[key];
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const order = Prisma.sql`${column} ${direction}, r.id ${direction}`;
  if (!place) return ordered({ where, teams, order, limit, foundFirst });
  const bound = part === 'time' ? Prisma.sql`${new Date(place.value)}` : Prisma.sql`${place.value}`;
  const beyond = Prisma.sql`(${column}, r.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${bound}, ${place.id}::uuid)`;
  return ordered({ where: [...where, beyond], teams, order, limit, foundFirst });
}

/** What has no date stands last, whichever way the dates go: two ranges, the second asked for where the first does not fill the page. */
async function byDue(reader: Reader, query: Query, place: Place | null, backwards: boolean): Promise<ListedRisk[]> {
  const without = place !== null && place.value === undated;
  const dated = async (limit: number) =>
    reader.rows<ListedRisk>(
      inOrder({ ...query, limit, where: [...query.where, Prisma.sql`r.due_at IS NOT NULL`] }, without ? null : place),
    );
  const dateless = async (limit: number) => {
    const direction = query.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const beyond = without ? [Prisma.sql`r.id ${query.descending ? Prisma.sql`<` : Prisma.sql`>`} ${place?.id}::uuid`] : [];
    const where = [...query.where, Prisma.sql`r.due_at IS NULL`, ...beyond];
    return reader.rows<ListedRisk>(ordered({ where, teams: query.teams, order: Prisma.sql`r.id ${direction}`, limit }));
  };
  const [first, second] = backwards ? [dateless, dated] : [dated, dateless];
  // The place lies in the second range: the first is behind.
  const skipped = place !== null && without !== backwards;
  const rows = skipped ? [] : await first(query.limit);
  return rows.length < query.limit ? [...rows, ...(await second(query.limit - rows.length))] : rows;
}

/** Cuts the row too many that tells whether there is more, and turns a page read backwards round. */
function page(rows: ListedRisk[], input: RiskListInput, sort: Sort): RiskPage {
  const backwards = input.before !== undefined && input.after === undefined;
  const more = rows.length > input.limit;
  const shown = rows.slice(0, input.limit);
  if (backwards) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const at = now();
  return {
    rows: shown.map((row) => toRow(row, at)),
    next: last && (backwards || more) ? cursorOf(last, sort) : null,
    previous: first && (backwards ? more : input.after !== undefined) ? cursorOf(first, sort) : null,
  };
}

function cursorOf(row: ListedRisk, sort: Sort): string {
  const values: Record<Key, string | number> = {
    level: row.level,
    due: row.due_at?.toISOString() ?? undated,
    changed: row.updated_at.toISOString(),
    opened: row.opened_at.toISOString(),
  };
  return encodeCursor({ sort, values: [values[keyOf(sort)], row.id] });
}

export type Total = { total: number; more: boolean };

/**
 * How many risks match, exact up to 10,000; beyond it `more` is true.
 * @throws AppError `unavailable` where counting takes too long.
 */
export async function countRisks(actor: Actor, filter: RiskFilter): Promise<Total> {
  const counted = await countWithin(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, filter);
    const tally = countedByTally(filter);
    if (tally) return tallyTotal(reader, tally, filter, teams);
    const where = all(conditions(filter, teams, await find(reader, filter.q, 'all')));
    const [row] = await reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 FROM risk_list r WHERE ${where} LIMIT ${countedExactly + 1}) counted`,
    );
    return row?.total ?? 0;
  });
  if (counted === null) throw new AppError('unavailable', 'There are too many risks to count these in time. Another filter helps.');
  return { total: Math.min(counted, countedExactly), more: counted > countedExactly };
}
