/** The list of waivers: pages by keyset in either direction, totals, counts for each value of a filter, and names for what filters hold. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { typeLabels } from '../../rules.ts';
import { stateLabels, type WaiverFacet, type WaiverSort } from '../rules.ts';
import type { FilterNames, WaiverFilter, WaiverListInput, WaiverPage } from '../schema.ts';
import { all, conditions, decidableBy, joined, type ListedWaiver, rowColumns, stateSql, toRow } from '../sql.ts';

const keys: Record<'until' | 'requested', { sql: Prisma.Sql; of: (row: ListedWaiver) => Date }> = {
  until: { sql: Prisma.sql`w.until`, of: (row) => row.until },
  requested: { sql: Prisma.sql`w.requested_at`, of: (row) => row.requested_at },
};
const keyOf = (sort: WaiverSort) => (sort.endsWith('until') ? keys.until : keys.requested);

/** One page of waivers within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listWaivers(actor: Actor, input: WaiverListInput): Promise<WaiverPage> {
  const { sort, limit } = input;
  const at = now();
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = conditions(actor, input, at);
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, ['time', 'id']);
    where.push(Prisma.sql`(${key.sql}, w.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${String(value)}::timestamptz, ${id}::uuid)`);
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<ListedWaiver>(Prisma.sql`
      SELECT ${rowColumns(actor, at)} FROM ${joined} WHERE ${all(where)} ORDER BY ${key.sql} ${direction}, w.id ${direction} LIMIT ${limit + 1}`),
  );
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: ListedWaiver | undefined, is: boolean) =>
    row && is ? encodeCursor({ sort, values: [key.of(row).toISOString(), row.id] }) : null;
  return {
    rows: shown.map(toRow),
    next: cursorOf(shown.at(-1), backwards || more),
    previous: cursorOf(shown[0], backwards ? more : input.after !== undefined),
  };
}

/** Totals are exact up to here. */
const countedExactly = 10_000;

export async function countWaivers(actor: Actor, filter: WaiverFilter): Promise<{ total: number; more: boolean }> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ total: number }>(Prisma.sql`
      SELECT count(*)::int AS total FROM (SELECT 1 FROM ${joined} WHERE ${all(conditions(actor, filter, now()))} LIMIT ${countedExactly + 1}) counted`),
  );
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, countedExactly), more: total > countedExactly };
}

const vocabularies: Partial<Record<WaiverFacet, Readonly<Record<string, string>>>> = {
  status: stateLabels,
  kind: kindLabels,
  stage: stageLabels,
  type: typeLabels,
  decide: { mine: 'Mine to decide' },
};

function facetColumns(facet: WaiverFacet, actor: Actor, at: Date): { value: Prisma.Sql; label: Prisma.Sql } {
  const none = Prisma.sql`NULL::text`;
  switch (facet) {
    case 'status':
      return { value: stateSql(at), label: none };
    case 'kind':
      return { value: Prisma.sql`a.kind`, label: none };
    case 'stage':
      return { value: Prisma.sql`w.stage`, label: none };
    case 'type':
      return { value: Prisma.sql`w.content ->> 'type'`, label: none };
    case 'decide':
      return { value: Prisma.sql`CASE WHEN ${decidableBy(actor, at)} THEN 'mine' END`, label: none };
    case 'team':
      return {
        value: Prisma.sql`(SELECT key FROM teams WHERE id = w.team_id)`,
        label: Prisma.sql`(SELECT name FROM teams WHERE id = w.team_id)`,
      };
    case 'asset':
      return { value: Prisma.sql`w.asset_id::text`, label: Prisma.sql`a.name` };
    case 'requester':
      return { value: Prisma.sql`w.requested_by::text`, label: Prisma.sql`(SELECT name FROM users WHERE id = w.requested_by)` };
  }
}

const shownValues = 50;

/** The values of one filter with how many waivers each would show, the other filters standing. */
export async function countFacet(actor: Actor, { facet, term, ...filter }: WaiverFilter & { facet: WaiverFacet; term?: string }) {
  const at = now();
  const { value, label } = facetColumns(facet, actor, at);
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ value: string; label: string | null; count: number }>(Prisma.sql`
      SELECT value, label, count(*)::int AS count FROM (SELECT ${value} AS value, ${label} AS label FROM ${joined} WHERE ${all(conditions(actor, filter, at, facet))}) v
      WHERE value IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1`),
  );
  const vocabulary = vocabularies[facet];
  if (vocabulary) {
    const counted = new Map(rows.map((row) => [row.value, row.count]));
    return { counts: Object.entries(vocabulary).map(([each, word]) => ({ value: each, label: word, count: counted.get(each) ?? 0 })) };
  }
  const wanted = term?.trim().toLowerCase() ?? '';
  const named = rows.map((row) => ({ value: row.value, label: row.label ?? 'Somebody', count: row.count }));
  return { counts: named.filter((row) => row.label.toLowerCase().includes(wanted)).slice(0, shownValues) };
}

/** Names for the ids and keys of a filter, as far as the actor may know them. */
export async function nameFilter(actor: Actor, filter: Pick<WaiverFilter, 'team' | 'requester' | 'asset'>): Promise<FilterNames> {
  const readable = scopeOf(actor).read;
  return read(scopeOf(actor), async (reader) => {
    const named = async (values: readonly string[] | undefined, query: (values: readonly string[]) => Prisma.Sql) =>
      values?.length
        ? Object.fromEntries((await reader.rows<{ value: string; name: string }>(query(values))).map(({ value, name }) => [value, name]))
        : {};
    const seen = readable === 'every' ? Prisma.sql`true` : Prisma.sql`id = ANY (${[...readable]}::uuid[])`;
    return {
      team: await named(filter.team, (keys) => Prisma.sql`SELECT key AS value, name FROM teams WHERE key = ANY (${keys}) AND ${seen}`),
      requester: await named(filter.requester, (ids) => Prisma.sql`SELECT id AS value, name FROM users WHERE id = ANY (${ids}::uuid[])`),
      asset: await named(filter.asset, (ids) => Prisma.sql`SELECT id AS value, name FROM asset_list WHERE id = ANY (${ids}::uuid[])`),
    };
  });
}
