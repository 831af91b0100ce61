import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { countWithin, teamsOf } from '../list/queries.ts';
import { all, conditions, levelOf, signalCondition, type TeamIds } from '../list/sql.ts';
import {
  dataClassLabels,
  exposureLabels,
  kindLabels,
  levelLabels,
  originLabels,
  signalLabels,
  signalStates,
  stageLabels,
  statusLabels,
} from '../rules.ts';
import type { AssetFilter, Facet, FacetCounts, FilterNames } from '../schema.ts';

/** A filter of many values shows the most frequent of them; more are found by typing. */
const shownValues = 50;

type FacetInput = AssetFilter & { facet: Facet; term?: string };
type FacetRow = { value: string | number | null; label: string | null; count: number };

const columns: Record<Exclude<Facet, 'team' | 'owner' | 'tag' | 'signal'>, Prisma.Sql> = {
  kind: Prisma.sql`a.kind`,
  stage: Prisma.sql`a.stage`,
  level: Prisma.sql`a.level`,
  exposure: Prisma.sql`a.exposure`,
  dataClass: Prisma.sql`a.data_class`,
  status: Prisma.sql`a.status`,
  origin: Prisma.sql`a.origin`,
};

/** Where all cannot be counted in time, the values of this many assets are named, without their numbers. */
const sampled = 50_000;

/**
 * The values of one filter with how many assets each would show, the other filters standing; the most frequent first. A count that would
 * take too long is null, and the values are then those of a part of the assets.
 */
export async function countFacet(actor: Actor, input: FacetInput): Promise<FacetCounts> {
  const scope = scopeOf(actor);
  const rows = (limit?: number) => async (reader: Reader) => {
    const teams = await teamsOf(reader, actor, input.facet === 'team' ? { ...input, team: undefined } : input);
    return reader.rows<FacetRow>(facetQuery(input, teams, limit));
  };
  const counted = await countWithin(scope, rows());
  if (counted) return facetRows(input.facet, counted);
  const part = (await countWithin(scope, rows(sampled))) ?? [];
  return { counts: facetRows(input.facet, part).counts.map((each) => ({ ...each, count: null })) };
}

/** The query that counts the values of one facet: rows of value, label and count. With a limit it looks at so many assets alone. */
function facetQuery(input: FacetInput, teams: TeamIds, limit?: number): Prisma.Sql {
  const where = all(conditions(input, teams, input.facet));
  const bound = limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${limit}`;
  const found = Prisma.sql`(SELECT a.* FROM asset_list a WHERE ${where} ${bound}) a`;
  const term = `%${(input.term ?? '').toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`;
  if (input.facet === 'team')
    return Prisma.sql`SELECT t.key AS value, t.name AS label, c.count FROM
      (SELECT a.team_id, count(*)::int AS count FROM ${found} GROUP BY 1) c JOIN teams t ON t.id = c.team_id
      WHERE lower(t.name) LIKE ${term} ORDER BY c.count DESC, t.name LIMIT ${shownValues}`;
  if (input.facet === 'owner')
    return Prisma.sql`SELECT coalesce(a.owner_id::text, 'none') AS value, coalesce(a.owner_name, 'No owner') AS label, count(*)::int AS count
      FROM ${found} WHERE lower(coalesce(a.owner_name, 'No owner')) LIKE ${term}
      GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT ${shownValues}`;
  // Who has a critical signal has one that is high or worse: each value is counted by itself.
  if (input.facet === 'signal')
    return Prisma.join(
      signalStates.map(
        (state) =>
          Prisma.sql`SELECT ${state} AS value, NULL AS label, count(*)::int AS count FROM ${found} WHERE ${signalCondition(state)}`,
      ),
      ' UNION ALL ',
    );
  if (input.facet === 'tag')
    return Prisma.sql`SELECT tag AS value, tag AS label, count(*)::int AS count FROM ${found}, unnest(a.tags) AS tag
      WHERE lower(tag) LIKE ${term} GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ${shownValues}`;
  return Prisma.sql`SELECT ${columns[input.facet]} AS value, NULL AS label, count(*)::int AS count FROM ${found} GROUP BY 1`;
}

const labels: Record<string, Record<string, string>> = {
  kind: kindLabels,
  stage: stageLabels,
  level: levelLabels,
  signal: signalLabels,
  exposure: exposureLabels,
  dataClass: dataClassLabels,
  status: statusLabels,
  origin: originLabels,
};

/** The counts as they are answered; a vocabulary's values stand in its own order, those without an asset at zero. */
function facetRows(facet: Facet, rows: FacetRow[]): FacetCounts {
  const vocabulary = labels[facet];
  if (!vocabulary)
    return { counts: rows.map((row) => ({ value: String(row.value), label: row.label ?? String(row.value), count: row.count })) };
  const named = (row: FacetRow) => (facet === 'level' ? levelOf(Number(row.value)) : String(row.value));
  const counted = new Map(rows.map((row) => [named(row), row.count]));
  return { counts: Object.entries(vocabulary).map(([value, label]) => ({ value, label, count: counted.get(value) ?? 0 })) };
}

/** Names for the ids and keys of a filter: of people by id, of readable teams by key. What is unknown is left out. */
export async function nameFilter(actor: Actor, filter: Pick<AssetFilter, 'owner' | 'team'>): Promise<FilterNames> {
  const people = (filter.owner ?? []).filter((id) => id !== 'none');
  const keys = filter.team ?? [];
  return read(scopeOf(actor), async (reader) => {
    const owners = people.length
      ? await reader.rows<Named>(Prisma.sql`SELECT id AS value, name FROM users WHERE id = ANY (${people}::uuid[])`)
      : [];
    const teams = keys.length
      ? await reader.rows<Named & { id: string }>(Prisma.sql`SELECT id, key AS value, name FROM teams WHERE key = ANY (${keys})`)
      : [];
    const readable = scopeOf(actor).read;
    return {
      owner: { none: 'No owner', ...named(owners) },
      team: named(teams.filter((team) => readable === 'every' || readable.includes(team.id))),
    };
  });
}

type Named = { value: string; name: string };
const named = (rows: readonly Named[]) => Object.fromEntries(rows.map((row) => [row.value, row.name]));
