/** The list of safeguards: pages by keyset in either direction, totals and counts, within the actor's rights. */
import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, scopeOf, teamsWith } from '#lib/access/policy.ts';
import { countWithin, teamsOf } from '#lib/assets/list/queries.ts';
import type { TeamIds } from '#lib/assets/list/sql.ts';
import { kindLabels, kinds } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  countedExactly,
  dueLabels,
  dueSpans,
  evidenceStandingLabels,
  evidenceStandings,
  safeguardStateLabels,
  safeguardStates,
  scopeLabels,
  scopes,
} from '../rules.ts';
import type {
  SafeguardFacet,
  SafeguardFacetCounts,
  SafeguardFilter,
  SafeguardFilterNames,
  SafeguardListInput,
  SafeguardPage,
} from './schema.ts';
import { conditions, facetValues, keyOf, type ListedSafeguard, ordered, tables, toRow } from './sql.ts';

type Keyed = ListedSafeguard & { sort_key: string | number | Date };
type Asked = Omit<SafeguardListInput, 'limit'> & { limit: number };

const plain = (value: string | number | Date) => (value instanceof Date ? value.toISOString() : value);

/** Filters that few safeguards pass. */
const isSparse = ({ q, evidence, due, owner, asset }: SafeguardFilter) =>
  [q, evidence, due, owner, asset].some((each) => each !== undefined);

/** Those of these teams that are among the others too. */
const amongst = (teams: TeamIds, others: TeamIds): TeamIds =>
  others === 'every' ? teams : teams === 'every' ? others : teams.filter((id) => others.includes(id));

/**
 * One page of safeguards, and the cursors of its neighbours (null at the ends).
 * @param right what the actor must hold in a team for its safeguards to be among them, besides reading
 */
export async function listSafeguards(actor: Actor, input: Asked, right: Permission = 'asset.read'): Promise<SafeguardPage> {
  const { sort, limit } = input;
  const key = keyOf(sort);
  const cursor = input.after ?? input.before;
  const backwards = input.before !== undefined && input.after === undefined;
  const descending = sort.startsWith('-') !== backwards;
  const scope = { ...scopeOf(actor), read: teamsWith(actor, right) };
  const rows = await read(scope, async (reader) => {
    let where = conditions(input, amongst(await teamsOf(reader, actor, input), scope.read));
    if (cursor) {
      const [value, id] = decodeCursor(cursor, backwards ? 'before' : 'after', sort, [key.part, 'id']);
      where = Prisma.sql`${where} AND (${key.sql}, s.id) ${descending ? Prisma.sql`<` : Prisma.sql`>`} (${value}::${key.cast}, ${id}::uuid)`;
    }
    return reader.rows<Keyed>(ordered({ where, sort, descending, limit: limit + 1, sparse: isSparse(input) }));
  });
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const cursorOf = (row: Keyed | undefined, is: boolean) =>
    row && is ? encodeCursor({ sort, values: [plain(row.sort_key), row.id] }) : null;
  const at = now();
  return {
    rows: shown.map((row) => toRow(row, at)),
    next: cursorOf(shown.at(-1), backwards || more),
    previous: cursorOf(shown[0], backwards ? more : input.after !== undefined),
  };
}

const tooMany = () => new AppError('unavailable', 'There are too many safeguards to count these in time. Another filter helps.');

/** How many match, exact up to 10,000. @throws AppError `unavailable` where counting takes too long. */
export async function countSafeguards(actor: Actor, filter: SafeguardFilter): Promise<{ total: number; more: boolean }> {
  const counted = await countWithin(scopeOf(actor), async (reader) => {
    const where = conditions(filter, await teamsOf(reader, actor, filter));
    const [row] = await reader.rows<{ total: number }>(
      Prisma.sql`SELECT count(*)::int AS total FROM (SELECT 1 FROM ${tables} WHERE ${where} LIMIT ${countedExactly + 1}) counted`,
    );
    return row?.total ?? 0;
  });
  if (counted === null) throw tooMany();
  return { total: Math.min(counted, countedExactly), more: counted > countedExactly };
}

const known: Partial<Record<SafeguardFacet, { order: readonly string[]; labels: Readonly<Record<string, string>> }>> = {
  state: { order: safeguardStates, labels: safeguardStateLabels },
  kind: { order: kinds, labels: kindLabels },
  due: { order: dueSpans, labels: dueLabels },
  evidence: { order: evidenceStandings, labels: evidenceStandingLabels },
  scope: { order: scopes, labels: scopeLabels },
};

/** The values of one filter with how many safeguards each would show, the other filters standing. */
export async function countSafeguardFacet(
  actor: Actor,
  { facet, term, ...filter }: SafeguardFilter & { facet: SafeguardFacet; term?: string },
): Promise<SafeguardFacetCounts> {
  const named = term ? Prisma.sql`AND strpos(lower(coalesce(v.label, v.value)), ${term.toLowerCase()}) > 0` : Prisma.empty;
  const rows = await countWithin(scopeOf(actor), async (reader) =>
    reader.rows<{ value: string; label: string | null; count: number }>(Prisma.sql`
      SELECT v.value, v.label, count(*)::int AS count FROM ${tables} CROSS JOIN LATERAL (${facetValues[facet]}) v
      WHERE ${conditions(filter, await teamsOf(reader, actor, filter), facet)} AND v.value IS NOT NULL ${named}
      GROUP BY v.value, v.label ORDER BY count DESC, lower(v.label), v.value LIMIT 200`),
  );
  if (rows === null) throw tooMany();
  const words = known[facet];
  const counts = rows.map(({ value, label, count }) => ({ value, label: label ?? words?.labels[value] ?? value, count }));
  return { counts: words ? counts.sort((a, b) => words.order.indexOf(a.value) - words.order.indexOf(b.value)) : counts };
}

/** The names of what filters hold as ids and keys; of teams, those that the actor may read. */
export async function nameSafeguardFilter(
  actor: Actor,
  { owner, team, control, threat, asset }: Pick<SafeguardFilter, 'owner' | 'team' | 'control' | 'threat' | 'asset'>,
): Promise<SafeguardFilterNames> {
  return read(scopeOf(actor), async (reader) => {
    const teams = team ? await teamsOf(reader, actor, { team }) : [];
    const rows = await reader.rows<{ facet: string; value: string; label: string }>(Prisma.sql`
      SELECT 'owner' AS facet, u.id::text AS value, u.name AS label FROM users u WHERE u.id = ANY (${(owner ?? []).filter((id) => id !== 'none')}::uuid[])
      UNION ALL SELECT 'team', t.key, t.name FROM teams t WHERE t.id = ANY (${teams === 'every' ? [] : teams}::uuid[])
      UNION ALL SELECT 'control', c.key, c.name FROM controls c WHERE c.key = ANY (${control ?? []})
      UNION ALL SELECT 'threat', h.key, h.name FROM threats h WHERE h.key = ANY (${threat ?? []})
      UNION ALL SELECT 'asset', a.id::text, a.name FROM asset_list a WHERE a.id = ANY (${asset ?? []}::uuid[])`);
    const of = (facet: string) => Object.fromEntries(rows.filter((row) => row.facet === facet).map(({ value, label }) => [value, label]));
    return {
      owner: { ...of('owner'), ...(owner?.includes('none') && { none: 'Nobody' }) },
      team: of('team'),
      control: of('control'),
      threat: of('threat'),
      asset: of('asset'),
    };
  });
}
