/** The list's SQL in one place: its conditions, its columns, and a row as it is answered. */
import { now } from '#lib/platform/clock.ts';
import { Prisma } from '#prisma/generated/client.ts';
import {
  type DataClass,
  type Exposure,
  type Kind,
  type Level,
  levels,
  type Origin,
  type SignalState,
  type Stage,
  type StageLevel,
  type Status,
  searchWords,
  sinceOf,
  stages,
} from '../rules.ts';
import type { AssetFilter, AssetRow, Facet } from '../schema.ts';

/** The teams that a query is cut to, by id; a filter names them by key, which queries turn into ids. */
export type TeamIds = readonly string[] | 'every';

/**
 * The conditions of a filter over `asset_list a`, to be joined by AND.
 * @param teams the teams that the answer is cut to: given by value, so that the planner knows which index is right
 * @param without a facet whose own filter is left out, because its counts are about the other values
 */
export function conditions(filter: AssetFilter, teams: TeamIds, without?: Facet): Prisma.Sql[] {
  const parts = inTeams(teams);
  const any = (facet: Facet, column: Prisma.Sql, values: readonly (string | number)[] | undefined) => {
    if (values?.length && facet !== without)
      parts.push(values.length === 1 ? Prisma.sql`${column} = ${values[0]}` : Prisma.sql`${column} = ANY (${values})`);
  };
  any('kind', Prisma.sql`a.kind`, filter.kind);
  any('stage', Prisma.sql`a.stage`, filter.stage);
  any(
    'level',
    Prisma.sql`a.level`,
    filter.level?.map((level) => levels.indexOf(level)),
  );
  any('exposure', Prisma.sql`a.exposure`, filter.exposure);
  any('dataClass', Prisma.sql`a.data_class`, filter.dataClass);
  any('origin', Prisma.sql`a.origin`, filter.origin);
  any('status', Prisma.sql`a.status`, filter.status ?? ['active']);
  if (filter.posture?.length) parts.push(atStages(filter.posture));
  if (filter.tag?.length && without !== 'tag') parts.push(Prisma.sql`a.tags && ${filter.tag}::text[]`);
  if (filter.owner?.length && without !== 'owner') parts.push(ownedBy(filter.owner));
  if (filter.signal?.length && without !== 'signal')
    parts.push(
      Prisma.sql`(${Prisma.join(
        filter.signal.map((state) => signalCondition(state)),
        ' OR ',
      )})`,
    );
  if (filter.releasedOn)
    parts.push(Prisma.sql`a.id IN (SELECT v.asset_id FROM asset_versions v WHERE ${on('v.registered_at', filter.releasedOn)})`);
  if (filter.incidentOn)
    parts.push(
      Prisma.sql`a.id IN (SELECT s.asset_id FROM signals s WHERE s.source = 'incident' AND ${on('s.raised_at', filter.incidentOn)})`,
    );
  if (filter.changedSince) parts.push(Prisma.sql`a.updated_at >= ${sinceOf(filter.changedSince, now())}`);
  if (filter.versions?.length === 1) parts.push(filter.versions[0] === 'some' ? hasVersion : Prisma.sql`NOT ${hasVersion}`);
  if (filter.q) parts.push(matches(filter.q));
  return parts.length ? parts : [Prisma.sql`true`];
}

/** The cut to these teams, as conditions: none for every team. */
export function inTeams(teams: TeamIds): Prisma.Sql[] {
  if (teams === 'every') return [];
  return [teams.length === 1 ? Prisma.sql`a.team_id = ${teams[0]}::uuid` : Prisma.sql`a.team_id = ANY (${teams}::uuid[])`];
}

const stageColumns: Record<Stage, Prisma.Sql> = {
  collect: Prisma.sql`a.level_collect`,
  validate: Prisma.sql`a.level_validate`,
  develop: Prisma.sql`a.level_develop`,
  deploy: Prisma.sql`a.level_deploy`,
  monitor: Prisma.sql`a.level_monitor`,
  change: Prisma.sql`a.level_change`,
};

/** One of these levels at its stage. */
function atStages(named: readonly StageLevel[]): Prisma.Sql {
  const asked = stages.flatMap((stage) => {
    const worst = named.filter((each) => each.startsWith(`${stage}:`)).map((each) => levels.indexOf(each.slice(stage.length + 1) as Level));
    return worst.length === 0 ? [] : [Prisma.sql`${stageColumns[stage]} = ANY (${worst}::smallint[])`];
  });
  return Prisma.sql`(${Prisma.join(asked, ' OR ')})`;
}

/** Worst first: each state but "none" holds those before it. */
const severities = ['critical', 'high', 'medium'];

/** The condition of one value of the filter "signal". Found from the open signals, which are few. */
export function signalCondition(state: SignalState): Prisma.Sql {
  if (state === 'none') return Prisma.sql`NOT EXISTS (SELECT FROM signals s WHERE s.asset_id = a.id AND s.cleared_at IS NULL)`;
  const wanted = severities.slice(0, severities.indexOf(state) + 1);
  return Prisma.sql`a.id IN (SELECT s.asset_id FROM signals s WHERE s.cleared_at IS NULL AND s.severity = ANY (${wanted}::text[]))`;
}

/** Within a day in UTC. */
const on = (column: string, day: string): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(column)} >= ${new Date(day)} AND ${Prisma.raw(column)} < ${new Date(new Date(day).getTime() + 86_400_000)}`;

const hasVersion = Prisma.sql`EXISTS (SELECT FROM asset_versions v WHERE v.asset_id = a.id)`;

function ownedBy(owners: readonly string[]): Prisma.Sql {
  const people = owners.filter((owner) => owner !== 'none');
  const owned = Prisma.sql`a.owner_id = ANY (${people}::uuid[])`;
  if (!owners.includes('none')) return owned;
  return people.length ? Prisma.sql`(a.owner_id IS NULL OR ${owned})` : Prisma.sql`a.owner_id IS NULL`;
}

/** Every word begins a word of the asset, or the whole text stands somewhere in it. */
function matches(text: string): Prisma.Sql {
  const words = byWords(text);
  const letters = byLetters(text);
  if (words && letters) return Prisma.sql`(${words} OR ${letters})`;
  return words ?? letters ?? Prisma.sql`false`;
}

/** Every word begins a word of the asset. Null where the text has no word. */
export const byWords = (text: string): Prisma.Sql | null => wordsThat(text, ':*');

/** Every word is a word of the asset: for the index far cheaper than the beginning of one. Null where the text has no word. */
export const byWholeWords = (text: string): Prisma.Sql | null => wordsThat(text, '');

function wordsThat(text: string, ending: ':*' | ''): Prisma.Sql | null {
  const words = searchWords(text);
  return words.length ? Prisma.sql`a.search @@ to_tsquery('simple', ${words.map((word) => `${word}${ending}`).join(' & ')})` : null;
}

/** The text stands somewhere in the asset. Null under three letters: trigrams need three. */
export function byLetters(text: string): Prisma.Sql | null {
  const pattern = text.toLowerCase().replace(/[\\%_]/g, (letter) => `\\${letter}`);
  return text.length >= 3 ? Prisma.sql`asset_text(a.name, a.key, a.description, a.tags, a.owner_name) LIKE ${`%${pattern}%`}` : null;
}

export const all = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' AND ');

/** A row of the list as the database gives it. */
export type ListedAsset = {
  id: string;
  key: string;
  name: string;
  kind: Kind;
  team: string;
  team_name: string;
  owner_name: string | null;
  stage: Stage;
  level: number;
  level_collect: number;
  level_validate: number;
  level_develop: number;
  level_deploy: number;
  level_monitor: number;
  level_change: number;
  criticality: number;
  exposure: Exposure;
  data_class: DataClass;
  tags: string[];
  origin: Origin;
  status: Status;
  updated_at: Date;
};

/** A row with what its page's cursor is made of. */
export type Keyed = ListedAsset & { sort_key: string | number | null; tier?: number };

/** Up to so many teams are read one by one, each in its own order, and merged; of more, the order over all teams finds enough soon. */
const merged = 8;

export type Ordered = {
  where: readonly Prisma.Sql[];
  teams: TeamIds;
  /** What is sorted by, before the id. */
  key: Prisma.Sql;
  descending: boolean;
  limit: number;
  /** Columns beside those of a row. */
  more: Prisma.Sql;
};

/** The query of the first rows under these conditions in an order. */
export function ordered({ where, teams, key, descending, limit, more }: Ordered): Prisma.Sql {
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const end = Prisma.sql`ORDER BY ${key} ${direction}, a.id ${direction} LIMIT ${limit}`;
  if (teams === 'every' || teams.length < 2 || teams.length > merged)
    return Prisma.sql`SELECT ${rowColumns}, ${more} FROM asset_list a WHERE ${all([...inTeams(teams), ...where])} ${end}`;
  const ofOne = Prisma.sql`SELECT a.* FROM asset_list a WHERE ${all([Prisma.sql`a.team_id = scope.id`, ...where])} ${end}`;
  return Prisma.sql`SELECT ${rowColumns}, ${more} FROM unnest(${teams}::uuid[]) AS scope (id) CROSS JOIN LATERAL (${ofOne}) a ${end}`;
}

/** Names sort by code point after folding, as their index does. */
export const byName = Prisma.sql`(lower(a.name) COLLATE "C")`;

/** The columns of a row, of `asset_list a`. Team names are looked up for the page's rows alone. */
export const rowColumns = Prisma.sql`
  a.id, a.key, a.name, a.kind, a.owner_name, a.stage, a.level, a.level_collect, a.level_validate, a.level_develop, a.level_deploy,
  a.level_monitor, a.level_change, a.criticality, a.exposure, a.data_class, a.tags, a.origin, a.status, a.updated_at,
  (SELECT t.key FROM teams t WHERE t.id = a.team_id) AS team, (SELECT t.name FROM teams t WHERE t.id = a.team_id) AS team_name`;

export const levelOf = (index: number): Level => levels[index] ?? 'unassessed';

export function toRow(row: ListedAsset): AssetRow {
  const stagesInOrder = [row.level_collect, row.level_validate, row.level_develop, row.level_deploy, row.level_monitor, row.level_change];
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    kind: row.kind,
    team: row.team,
    teamName: row.team_name,
    ownerName: row.owner_name,
    stage: row.stage,
    level: levelOf(row.level),
    levels: stagesInOrder.map(levelOf),
    criticality: row.criticality,
    exposure: row.exposure,
    dataClass: row.data_class,
    tags: row.tags,
    origin: row.origin,
    status: row.status,
    changedAt: row.updated_at.toISOString(),
  };
}
