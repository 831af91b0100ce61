/** The list of people: pages by keyset in either direction, counts, and names for what filters hold. */
import { type CursorPart, decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../../policy.ts';
import { factorLabels, type PeopleSort, personStatuses, personStatusLabels, seenLabels, seenSpans } from '../rules.ts';
import type { FacetCounts, FilterNames, PeopleFacet, PeopleFilter, PeopleListInput, PeoplePage, PersonRow } from './schema.ts';
import { conditions, hasFactor, inForce, type ListedPerson, rowColumns, seenSpan, toRow } from './sql.ts';

type SortKey = 'name' | 'seen' | 'created';

/** What is sorted by, as the indexes have it; who was never seen stands before everyone who was. */
const keys: Record<SortKey, { sql: Prisma.Sql; part: CursorPart; cast: Prisma.Sql }> = {
  name: { sql: Prisma.sql`(lower(u.name) COLLATE "C")`, part: 'text', cast: Prisma.sql`text` },
  seen: { sql: Prisma.sql`coalesce(u.last_seen_at, '1970-01-01Z'::timestamptz)`, part: 'time', cast: Prisma.sql`timestamptz` },
  created: { sql: Prisma.sql`u.created_at`, part: 'time', cast: Prisma.sql`timestamptz` },
};
const keyOf = (sort: PeopleSort) => keys[sort.replace('-', '') as SortKey];

type Keyed = ListedPerson & { sort_key: string | Date };
const plain = (key: string | Date) => (key instanceof Date ? key.toISOString() : key);

/** One page of people, and the cursors of its neighbours (null at the ends). */
export async function listPeople(actor: Actor, input: PeopleListInput): Promise<PeoplePage> {
  const { sort, limit } = input;
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  let where = conditions(input);
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [key.part, 'id']);
    const sign = descending ? Prisma.sql`<` : Prisma.sql`>`;
    where = Prisma.sql`${where} AND (${key.sql}, u.id) ${sign} (${value}::${key.cast}, ${id}::uuid)`;
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<Keyed>(
      Prisma.sql`SELECT ${rowColumns}, ${key.sql} AS sort_key FROM users u WHERE ${where} ORDER BY ${key.sql} ${direction}, u.id ${direction} LIMIT ${limit + 1}`,
    ),
  );
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: Keyed | undefined, is: boolean) =>
    row && is ? encodeCursor({ sort, values: [plain(row.sort_key), row.id] }) : null;
  return {
    rows: shown.map(toRow),
    next: cursorOf(shown.at(-1), backwards || more),
    previous: cursorOf(shown[0], backwards ? more : input.after !== undefined),
  };
}

export async function countPeople(actor: Actor, filter: PeopleFilter): Promise<number> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ total: number }>(Prisma.sql`SELECT count(*)::int AS total FROM users u WHERE ${conditions(filter)}`),
  );
  return rows[0]?.total ?? 0;
}

/** Everyone who matches, in order; for files. */
export async function allPeople(actor: Actor, filter: PeopleFilter, sort: PeopleSort): Promise<PersonRow[]> {
  const direction = sort.startsWith('-') ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<ListedPerson>(
      Prisma.sql`SELECT ${rowColumns} FROM users u WHERE ${conditions(filter)} ORDER BY ${keyOf(sort).sql} ${direction}, u.id ${direction}`,
    ),
  );
  return rows.map(toRow);
}

const heldIn = Prisma.sql`memberships m JOIN teams t ON t.id = m.team_id AND ${inForce} WHERE m.user_id = u.id`;

/** Each value of a facet with its name, one row a person and value. */
const values: Record<PeopleFacet, Prisma.Sql> = {
  status: Prisma.sql`SELECT u.status AS value, NULL AS label`,
  seen: Prisma.sql`SELECT ${seenSpan} AS value, NULL AS label`,
  factor: Prisma.sql`SELECT CASE WHEN ${hasFactor} THEN 'has' ELSE 'none' END AS value, NULL AS label`,
  team: Prisma.sql`SELECT t.key AS value, t.name AS label FROM ${heldIn}`,
  role: Prisma.sql`SELECT r.key AS value, r.name AS label FROM roles r WHERE r.key = u.org_role OR r.key IN (SELECT m.role FROM ${heldIn})`,
};

const known: Partial<Record<PeopleFacet, { order: readonly string[]; labels: Readonly<Record<string, string>> }>> = {
  status: { order: personStatuses, labels: personStatusLabels },
  seen: { order: seenSpans, labels: seenLabels },
  factor: { order: ['has', 'none'], labels: factorLabels },
};

/** The values of one filter with how many people each would show, the other filters standing. */
export async function countFacet(actor: Actor, { facet, ...filter }: PeopleFilter & { facet: PeopleFacet }): Promise<FacetCounts> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ value: string; label: string | null; count: number }>(
      Prisma.sql`SELECT v.value, v.label, count(*)::int AS count FROM users u CROSS JOIN LATERAL (${values[facet]}) v
        WHERE ${conditions(filter, facet)} GROUP BY v.value, v.label ORDER BY count DESC, lower(v.label), v.value LIMIT 200`,
    ),
  );
  const words = known[facet];
  const counts = rows.map(({ value, label, count }) => ({ value, label: label ?? words?.labels[value] ?? value, count }));
  return { counts: words ? counts.sort((a, b) => words.order.indexOf(a.value) - words.order.indexOf(b.value)) : counts };
}

/** The names of all teams and roles, for what filters hold as keys. */
export async function filterNames(actor: Actor): Promise<FilterNames> {
  return read(scopeOf(actor), async (reader) => {
    const teams = await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM teams`);
    const roles = await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM roles`);
    const named = (rows: { key: string; name: string }[]) => Object.fromEntries(rows.map(({ key, name }) => [key, name]));
    return { team: named(teams), role: named(roles) };
  });
}
