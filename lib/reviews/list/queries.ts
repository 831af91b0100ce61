/** The list of reviews: pages by keyset in either direction, totals, and names for what filters hold. */
import { type Actor, scopeOf, teamsWith } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { ReviewSort } from '../rules.ts';
import type { FilterNames, ReviewFilter, ReviewListInput, ReviewPage } from './schema.ts';
import { all, conditions, joined, type ListedReview, rowColumns, toRow } from './sql.ts';

type Key = { sql: Prisma.Sql; of: (row: ListedReview) => string; type: 'time' | 'text'; only?: Prisma.Sql };
const keys: Record<'due' | 'requested' | 'decided' | 'title', Key> = {
  due: { sql: Prisma.sql`r.due_at`, of: (row) => row.due_at.toISOString(), type: 'time' },
  requested: { sql: Prisma.sql`r.requested_at`, of: (row) => row.requested_at.toISOString(), type: 'time' },
  // What is not decided has no place in the order of decisions.
  decided: {
    sql: Prisma.sql`r.decided_at`,
    of: (row) => row.decided_at?.toISOString() ?? '',
    type: 'time',
    only: Prisma.sql`r.decided_at IS NOT NULL`,
  },
  title: { sql: Prisma.sql`lower(r.title) COLLATE "C"`, of: (row) => row.kept_title.toLowerCase(), type: 'text' },
};
const keyOf = (sort: ReviewSort): Key => keys[sort.replace('-', '') as keyof typeof keys];

/** One page of reviews within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listReviews(actor: Actor, input: ReviewListInput): Promise<ReviewPage> {
  const { sort, limit } = input;
  const at = now();
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = [...conditions(actor, input, at), ...(key.only ? [key.only] : [])];
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [key.type, 'id']);
    const given = key.type === 'time' ? Prisma.sql`${String(value)}::timestamptz` : Prisma.sql`${String(value)}`;
    where.push(Prisma.sql`(${key.sql}, r.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${given}, ${id}::uuid)`);
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  // The page is found first, by indexes; only its rows are told.
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<ListedReview>(Prisma.sql`
      WITH page AS MATERIALIZED (SELECT r.id FROM ${joined} WHERE ${all(where)} ORDER BY ${key.sql} ${direction}, r.id ${direction} LIMIT ${limit + 1})
      SELECT ${rowColumns(actor)} FROM page p JOIN (${joined}) ON r.id = p.id ORDER BY ${key.sql} ${direction}, r.id ${direction}`),
  );
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: ListedReview | undefined, is: boolean) =>
    row && is ? encodeCursor({ sort, values: [key.of(row), row.id] }) : null;
  return {
    rows: shown.map((row) => toRow(row, at)),
    next: cursorOf(shown.at(-1), backwards || more),
    previous: cursorOf(shown[0], backwards ? more : input.after !== undefined),
  };
}

/** A file holds so many at most. */
const mostExported = 100_000;

/** Everything that matches where the actor may export, in order; for files. */
export async function allReviews(actor: Actor, filter: ReviewFilter, sort: ReviewSort): Promise<ListedReview[]> {
  const key = keyOf(sort);
  const direction = sort.startsWith('-') ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const where = [...conditions(actor, filter, now()), ...(key.only ? [key.only] : [])];
  return read({ ...scopeOf(actor), read: teamsWith(actor, 'asset.export') }, (reader) =>
    reader.rows<ListedReview>(Prisma.sql`
      SELECT ${rowColumns(actor)} FROM ${joined} WHERE ${all(where)} ORDER BY ${key.sql} ${direction}, r.id ${direction} LIMIT ${mostExported}`),
  );
}

/** Totals are exact up to here. */
const countedExactly = 10_000;

export async function countReviews(actor: Actor, filter: ReviewFilter): Promise<{ total: number; more: boolean }> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ total: number }>(Prisma.sql`
      SELECT count(*)::int AS total FROM (SELECT 1 FROM ${joined} WHERE ${all(conditions(actor, filter, now()))} LIMIT ${countedExactly + 1}) counted`),
  );
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, countedExactly), more: total > countedExactly };
}

/** Names for the ids and keys of a filter, as far as the actor may know them. */
export async function nameFilter(
  actor: Actor,
  filter: Pick<ReviewFilter, 'team' | 'reviewer' | 'requester' | 'asset' | 'template'>,
): Promise<FilterNames> {
  const readable = scopeOf(actor).read;
  return read(scopeOf(actor), async (reader) => {
    const named = async (values: readonly string[] | undefined, query: (values: readonly string[]) => Prisma.Sql) => {
      if (!values?.length) return {};
      const rows = await reader.rows<{ value: string; name: string }>(query(values));
      return Object.fromEntries(rows.map(({ value, name }) => [value, name]));
    };
    const people = async (values: readonly string[] | undefined) => {
      const ids = values?.filter((value) => value.length === 36);
      const words: Record<string, string> = { me: 'Me', pool: 'A pool', none: 'Nobody' };
      const found = await named(ids, (known) => Prisma.sql`SELECT id AS value, name FROM users WHERE id = ANY (${known}::uuid[])`);
      return { ...found, ...Object.fromEntries(Object.entries(words).filter(([word]) => values?.includes(word))) };
    };
    const seen = readable === 'every' ? Prisma.sql`true` : Prisma.sql`id = ANY (${[...readable]}::uuid[])`;
    return {
      team: await named(filter.team, (keys) => Prisma.sql`SELECT key AS value, name FROM teams WHERE key = ANY (${keys}) AND ${seen}`),
      reviewer: await people(filter.reviewer),
      requester: await people(filter.requester),
      asset: await named(filter.asset, (ids) => Prisma.sql`SELECT id AS value, name FROM asset_list WHERE id = ANY (${ids}::uuid[])`),
      template: await named(
        filter.template,
        (keys) => Prisma.sql`SELECT p.key AS value, v.content ->> 'name' AS name FROM review_templates p
          JOIN review_template_versions v ON v.template = p.key AND v.number = p.current WHERE p.key = ANY (${keys})`,
      ),
    };
  });
}
