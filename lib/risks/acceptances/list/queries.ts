/** The list of acceptances: pages by keyset in either direction, totals, counts for each value of a filter, and names for what filters hold. */
import { type Actor, scopeOf, teamsWith } from '#lib/access/policy.ts';
import { kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type AcceptanceFacet, type AcceptanceSort, acceptanceStates, severityWord, severityWords, stateLabels } from '../rules.ts';
import type { AcceptanceFilter, AcceptanceListInput, AcceptancePage, FilterNames } from '../schema.ts';
import { decidableBy, joined, stateSql } from '../sql.ts';
import { all, conditions, type ListedAcceptance, rowColumns, toRow } from './sql.ts';

const keys: Record<'until' | 'requested', { sql: Prisma.Sql; of: (row: ListedAcceptance) => Date }> = {
  until: { sql: Prisma.sql`c.until`, of: (row) => row.until },
  requested: { sql: Prisma.sql`c.requested_at`, of: (row) => row.requested_at },
};
const keyOf = (sort: AcceptanceSort) => (sort.endsWith('until') ? keys.until : keys.requested);

/** One page of acceptances within the actor's rights, and the cursors of its neighbours (null at the ends). */
export async function listAcceptances(actor: Actor, input: AcceptanceListInput): Promise<AcceptancePage> {
  const { sort, limit } = input;
  const at = now();
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const where = conditions(actor, input, at);
  if (cursor) {
    const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, ['time', 'id']);
    where.push(Prisma.sql`(${key.sql}, c.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${String(value)}::timestamptz, ${id}::uuid)`);
  }
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<ListedAcceptance>(Prisma.sql`
      SELECT ${rowColumns(actor, at)} FROM ${joined} WHERE ${all(where)} ORDER BY ${key.sql} ${direction}, c.id ${direction} LIMIT ${limit + 1}`),
  );
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: ListedAcceptance | undefined, is: boolean) =>
    row && is ? encodeCursor({ sort, values: [key.of(row).toISOString(), row.id] }) : null;
  return {
    rows: shown.map(toRow),
    next: cursorOf(shown.at(-1), backwards || more),
    previous: cursorOf(shown[0], backwards ? more : input.after !== undefined),
  };
}

/** Everything that matches where the actor may export, in order; for files. */
export async function allAcceptances(actor: Actor, filter: AcceptanceFilter, sort: AcceptanceSort): Promise<ListedAcceptance[]> {
  const at = now();
  const direction = sort.startsWith('-') ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const scope = { ...scopeOf(actor), read: teamsWith(actor, 'asset.export') };
  return read(scope, (reader) =>
    reader.rows<ListedAcceptance>(Prisma.sql`
      SELECT ${rowColumns(actor, at)} FROM ${joined} WHERE ${all(conditions(actor, filter, at))}
      ORDER BY ${keyOf(sort).sql} ${direction}, c.id ${direction} LIMIT ${mostExported}`),
  );
}

/** A file holds so many at most: what is newest. */
const mostExported = 100_000;
/** Totals are exact up to here. */
const countedExactly = 10_000;

export async function countAcceptances(actor: Actor, filter: AcceptanceFilter): Promise<{ total: number; more: boolean }> {
  const rows = await read(scopeOf(actor), (reader) =>
    reader.rows<{ total: number }>(Prisma.sql`
      SELECT count(*)::int AS total FROM (SELECT 1 FROM ${joined} WHERE ${all(conditions(actor, filter, now()))} LIMIT ${countedExactly + 1}) counted`),
  );
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, countedExactly), more: total > countedExactly };
}

type FacetRow = { value: string; label: string | null; count: number };

function facetColumns(facet: AcceptanceFacet, actor: Actor, at: Date): { value: Prisma.Sql; label: Prisma.Sql } {
  const none = Prisma.sql`NULL::text`;
  switch (facet) {
    case 'status':
      return { value: stateSql(at), label: none };
    case 'kind':
      return { value: Prisma.sql`a.kind`, label: none };
    case 'stage':
      return { value: Prisma.sql`r.stage`, label: none };
    case 'severity':
      return { value: Prisma.sql`c.severity::text`, label: none };
    case 'decide':
      return { value: Prisma.sql`CASE WHEN ${decidableBy(actor, at)} THEN 'mine' END`, label: none };
    case 'team':
      return {
        value: Prisma.sql`(SELECT key FROM teams WHERE id = c.team_id)`,
        label: Prisma.sql`(SELECT name FROM teams WHERE id = c.team_id)`,
      };
    case 'asset':
      return { value: Prisma.sql`c.asset_id::text`, label: Prisma.sql`a.name` };
    case 'requester':
      return { value: Prisma.sql`c.requested_by::text`, label: Prisma.sql`(SELECT name FROM users WHERE id = c.requested_by)` };
  }
}

const vocabularies: Partial<Record<AcceptanceFacet, { order: readonly string[]; word: (value: string) => string }>> = {
  status: { order: acceptanceStates, word: (value) => stateLabels[value as keyof typeof stateLabels] ?? value },
  kind: { order: Object.keys(kindLabels), word: (value) => kindLabels[value as keyof typeof kindLabels] ?? value },
  stage: { order: Object.keys(stageLabels), word: (value) => stageLabels[value as keyof typeof stageLabels] ?? value },
  severity: { order: [...severityWords.slice(1)].reverse(), word: capital },
  decide: { order: ['mine'], word: () => 'Mine to decide' },
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const shownValues = 50;

/** The values of one filter with how many acceptances each would show, the other filters standing. */
export async function countFacet(
  actor: Actor,
  { facet, term, ...filter }: AcceptanceFilter & { facet: AcceptanceFacet; term?: string },
): Promise<{ counts: { value: string; label: string; count: number }[] }> {
  const at = now();
  const { value, label } = facetColumns(facet, actor, at);
  const found = await read(scopeOf(actor), (reader) =>
    reader.rows<FacetRow>(Prisma.sql`
      SELECT value, label, count(*)::int AS count FROM (SELECT ${value} AS value, ${label} AS label FROM ${joined} WHERE ${all(conditions(actor, filter, at, facet))}) v
      WHERE value IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1`),
  );
  const rows = facet === 'severity' ? found.map((row) => ({ ...row, value: severityWord(Number(row.value)) })) : found;
  const vocabulary = vocabularies[facet];
  if (vocabulary) {
    const counted = new Map(rows.map((row) => [row.value, row.count]));
    return { counts: vocabulary.order.map((each) => ({ value: each, label: vocabulary.word(each), count: counted.get(each) ?? 0 })) };
  }
  const wanted = term?.trim().toLowerCase() ?? '';
  const named = rows.map((row) => ({ value: row.value, label: row.label ?? 'Somebody', count: row.count }));
  return { counts: named.filter((row) => row.label.toLowerCase().includes(wanted)).slice(0, shownValues) };
}

/** Names for the ids and keys of a filter, as far as the actor may know them. */
export async function nameFilter(actor: Actor, filter: Pick<AcceptanceFilter, 'team' | 'requester' | 'asset'>): Promise<FilterNames> {
  const readable = scopeOf(actor).read;
  return read(scopeOf(actor), async (reader) => {
    const named = async (query: Prisma.Sql) =>
      Object.fromEntries((await reader.rows<{ value: string; name: string }>(query)).map(({ value, name }) => [value, name]));
    const seen = readable === 'every' ? Prisma.sql`true` : Prisma.sql`id = ANY (${[...readable]}::uuid[])`;
    return {
      team: filter.team?.length
        ? await named(Prisma.sql`SELECT key AS value, name FROM teams WHERE key = ANY (${filter.team}) AND ${seen}`)
        : {},
      requester: filter.requester?.length
        ? await named(Prisma.sql`SELECT id AS value, name FROM users WHERE id = ANY (${filter.requester}::uuid[])`)
        : {},
      asset: filter.asset?.length
        ? await named(Prisma.sql`SELECT id AS value, name FROM asset_list WHERE id = ANY (${filter.asset}::uuid[])`)
        : {},
    };
  });
}
