import { type Actor, can, houseScope, scopeOf } from '#lib/access/policy.ts';
import { countWithin, teamsOf } from '#lib/assets/list/queries.ts';
import { all, byName, conditions, levelOf, type TeamIds } from '#lib/assets/list/sql.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { nextStage } from '../rules.ts';
import { heldBack } from '../verdict/many/queries.ts';
import { judgeAll } from '../verdict/queries.ts';
import type { BoardCard, BoardColumn, BoardCounts, BoardFilter, ColumnInput } from './schema.ts';

type Row = {
  id: string;
  name: string;
  kind: Kind;
  team_id: string;
  team_name: string;
  owner_name: string | null;
  level: number;
  sort_key: string;
};
type Place = { name: string; id: string } | null;

/** Where verdicts are asked for, so many are looked at in one go, and so many times at most before the page is answered as far as it came. */
const lookedAt = 400;
const rounds = 5;

/** Teams up to so many are read one by one, each in its own order, and merged. */
const merged = 8;

/** Assets at a stage by name, from a place on. */
async function standing(reader: Reader, filter: BoardFilter, stage: Stage, teams: TeamIds, from: Place, limit: number): Promise<Row[]> {
  const where = [
    Prisma.sql`a.stage = ${stage}`,
    ...conditions({ q: filter.q, kind: filter.kind, owner: filter.owner }, 'every'),
    ...(from ? [Prisma.sql`(${byName}, a.id) > (${from.name}, ${from.id}::uuid)`] : []),
  ];
  const end = Prisma.sql`ORDER BY ${byName}, a.id LIMIT ${limit}`;
  const cut = (within: Prisma.Sql) => Prisma.sql`SELECT a.* FROM asset_list a WHERE ${within} AND ${all(where)} ${end}`;
  const found =
    teams === 'every'
      ? cut(Prisma.sql`true`)
      : teams.length > 1 && teams.length <= merged
        ? Prisma.sql`SELECT a.* FROM unnest(${[...teams]}::uuid[]) AS scope (id) CROSS JOIN LATERAL (${cut(Prisma.sql`a.team_id = scope.id`)}) a ${end}`
        : cut(Prisma.sql`a.team_id = ANY (${[...teams]}::uuid[])`);
  return reader.rows<Row>(Prisma.sql`
    SELECT a.id, a.name, a.kind, a.team_id, (SELECT name FROM teams WHERE id = a.team_id) AS team_name, a.owner_name, a.level, ${byName} AS sort_key
    FROM (${found}) a ORDER BY ${byName}, a.id`);
}

/** A page of one column: the assets that stand at a stage, by name, with the verdict of their next gate as it is now. */
export async function listColumn(actor: Actor, input: ColumnInput): Promise<BoardColumn> {
  const at = now();
  const { stage, limit } = input;
  const next = nextStage(stage);
  const [name, id] = input.after ? decodeCursor(input.after, 'after', 'standing', ['text', 'id']) : [];
  let from: Place = name === undefined ? null : { name: String(name), id: String(id) };
  const asksVerdict = Boolean(input.ready?.length || input.held?.length);
  if (asksVerdict && !next) return { cards: [], next: null };
  const shown: Row[] = [];
  let more = true;
  for (let round = 0; more && shown.length < limit && round < (asksVerdict ? rounds : 1); round += 1) {
    const wanted = asksVerdict ? lookedAt : limit;
    const rows = await read(scopeOf(actor), async (reader) =>
      standing(reader, input, stage, await teamsOf(reader, actor, input), from, wanted + 1),
    );
    more = rows.length > wanted;
    const kept = asksVerdict && next ? await matching(actor, rows.slice(0, wanted), next, input, at) : rows.slice(0, wanted);
    const taken = kept.slice(0, limit - shown.length);
    shown.push(...taken);
    // What was looked at and not shown because the page is full is looked at again for the next page.
    const last = kept.length > taken.length ? taken.at(-1) : rows[Math.min(wanted, rows.length) - 1];
    more ||= kept.length > taken.length;
    from = last ? { name: last.sort_key, id: last.id } : from;
  }
  return {
    cards: await cardsOf(actor, shown, next, at),
    next: more && from ? encodeCursor({ sort: 'standing', values: [from.name, from.id] }) : null,
  };
}

async function matching(actor: Actor, rows: readonly Row[], next: Stage, { ready, held }: BoardFilter, at: Date): Promise<Row[]> {
  const judged = await read(houseScope(actor.id), (reader) =>
    heldBack(
      reader,
      rows.map(({ id }) => id),
      next,
      at,
    ),
  );
  const fits = new Set(
    judged
      .filter(({ passed, heldBy }) => (!ready?.length || passed) && (!held?.length || heldBy.some((type) => held.includes(type))))
      .map(({ id }) => id),
  );
  return rows.filter(({ id }) => fits.has(id));
}

/** The shown rows as cards, their verdicts read in one statement. */
async function cardsOf(actor: Actor, rows: readonly Row[], next: Stage | null, at: Date): Promise<BoardCard[]> {
  if (rows.length === 0) return [];
  const judged = await read(houseScope(actor.id), (reader) =>
    judgeAll(
      reader,
      rows.map(({ id }) => ({ id, stage: next ?? ('change' as const) })),
      'newest',
      at,
    ),
  );
  const byId = new Map(judged.map((each) => [each.row.id, each]));
  return rows.flatMap((row) => {
    const found = byId.get(row.id);
    if (!found) return [];
    const { version } = found.row;
    return [
      {
        ...{ id: row.id, name: row.name, kind: row.kind, teamName: row.team_name, ownerName: row.owner_name, level: levelOf(row.level) },
        assetVersion: found.row.assetVersion,
        version: version && { id: version.id, label: version.label, rootDigest: version.rootDigest },
        verdict: next && found.verdict,
        mayPromote: next !== null && can(actor, 'asset.promote', { teamId: row.team_id, kind: row.kind }),
      },
    ];
  });
}

/**
 * How many active assets stand at each stage, under the filters of the inventory: kept by the database for teams and kinds, counted where a text or an
 * owner is asked for. What gates say is not counted.
 */
export async function countBoard(actor: Actor, filter: BoardFilter): Promise<BoardCounts> {
  const counts = await countWithin(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, filter);
    return reader.rows<{ stage: Stage; n: number }>(filter.q || filter.owner?.length ? counted(filter, teams) : tallied(filter, teams));
  });
  return { counts: counts && Object.fromEntries(counts.map(({ stage, n }) => [stage, n])) };
}

const counted = (filter: BoardFilter, teams: TeamIds) =>
  Prisma.sql`SELECT a.stage, count(*)::int AS n FROM asset_list a WHERE ${all(conditions({ q: filter.q, kind: filter.kind, owner: filter.owner }, teams))} GROUP BY 1`;

function tallied({ kind }: BoardFilter, teams: TeamIds): Prisma.Sql {
  const ofKind = kind?.length ? Prisma.sql`AND t.kind = ANY (${kind})` : Prisma.empty;
  const from =
    teams === 'every'
      ? Prisma.sql`tally_sums t WHERE t.measure = 'standing' AND t.team_id IS NULL`
      : Prisma.sql`tallies t WHERE t.measure = 'standing' AND t.team_id = ANY (${[...teams]}::uuid[])`;
  return Prisma.sql`SELECT t.stage, sum(t.n)::int AS n FROM ${from} ${ofKind} GROUP BY 1 HAVING sum(t.n) <> 0`;
}
