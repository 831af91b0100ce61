import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { levelOf } from '../list/sql.ts';
import type { Kind, Stage, Status } from '../rules.ts';
import { incoming, outgoing, type Relation } from './rules.ts';
import type { LineageGraph, LineageInput, LineageNode } from './schema.ts';

type Arrow = { id: string; team_id: string; from_version_id: string; to_version_id: string; relation: Relation };
type Way = 'upstream' | 'downstream';
type Walk = { distances: Map<string, number>; arrows: Map<string, Arrow>; cut: boolean };

/**
 * What lies up and down from an asset's versions, or from one version: all that leads there and all that follows from it, nearest first, up
 * to `limit` versions. Reads level by level, one statement each. @throws AppError `not_found`.
 */
export async function getLineage(actor: Actor, input: LineageInput): Promise<LineageGraph> {
  return read(scopeOf(actor), async (reader) => {
    const walk: Walk = { distances: new Map(), arrows: new Map(), cut: false };
    for (const id of await startOf(reader, input)) walk.distances.set(id, 0);
    const ways: Way[] = input.direction === 'both' ? ['upstream', 'downstream'] : [input.direction];
    await follow(reader, walk, ways, input);
    return answer(actor, walk, await seenVersions(reader, [...walk.distances.keys()]));
  });
}

async function startOf(reader: Reader, input: LineageInput): Promise<string[]> {
  const [asset] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
  if (!asset) throw notFound('asset');
  const which = input.focus ? Prisma.sql`v.id = ${input.focus}::uuid` : Prisma.sql`v.asset_id = ${input.id}::uuid`;
  const rows = await reader.rows<{ id: string }>(
    Prisma.sql`SELECT v.id FROM asset_versions v WHERE ${which} ORDER BY v.registered_at DESC, v.id DESC LIMIT ${input.limit}`,
  );
  if (input.focus && rows.length === 0) throw notFound('version');
  return rows.map((row) => row.id);
}

/** Both ways side by side, a level at a time, so that a cut leaves the nearest of either. */
async function follow(reader: Reader, walk: Walk, ways: readonly Way[], { depth, limit }: LineageInput): Promise<void> {
  const start = [...walk.distances.keys()];
  const reached = new Map(ways.map((way) => [way, new Set(start)]));
  const frontiers = new Map(ways.map((way) => [way, start]));
  for (let distance = 1; [...frontiers.values()].some((frontier) => frontier.length > 0); distance += 1) {
    for (const way of ways) {
      const frontier = frontiers.get(way) ?? [];
      if (frontier.length === 0) continue;
      const arrows = await arrowsFrom(reader, way, frontier);
      if (arrows.length === mostArrows) walk.cut = true;
      const seen = reached.get(way) ?? new Set();
      const next: string[] = [];
      for (const arrow of arrows) {
        const end = endOf(way, arrow);
        if (!walk.distances.has(end)) {
          if (distance > depth || walk.distances.size >= limit) {
            walk.cut = true;
            continue;
          }
          walk.distances.set(end, way === 'upstream' ? -distance : distance);
        }
        walk.arrows.set(arrow.id, arrow);
        if (!seen.has(end)) next.push(end);
        seen.add(end);
      }
      frontiers.set(way, next);
    }
  }
}

/** From one level to the next; a dataset that everything is trained on must not fill the memory. */
const mostArrows = 10_000;

const outwards = (way: Way): readonly Relation[] => (way === 'upstream' ? incoming : outgoing);
const endOf = (way: Way, arrow: Arrow) => (outwards(way).includes(arrow.relation) ? arrow.to_version_id : arrow.from_version_id);

/** The standing arrows that lead one step on: along those whose head lies that way, against those whose tail does. */
const arrowsFrom = (reader: Reader, way: Way, frontier: readonly string[]) =>
  reader.rows<Arrow>(Prisma.sql`
    SELECT l.id, l.team_id, l.from_version_id, l.to_version_id, l.relation FROM lineage l
    WHERE l.removed_at IS NULL AND (
      (l.from_version_id = ANY (${frontier}::uuid[]) AND l.relation = ANY (${outwards(way)}::text[]))
      OR (l.to_version_id = ANY (${frontier}::uuid[]) AND l.relation <> ALL (${outwards(way)}::text[])))
    ORDER BY l.created_at, l.id LIMIT ${mostArrows}`);

type Seen = {
  id: string;
  label: string;
  asset_id: string;
  name: string;
  kind: Kind;
  stage: Stage;
  level: number;
  status: Status;
  team_name: string;
};

async function seenVersions(reader: Reader, ids: readonly string[]): Promise<Map<string, Seen>> {
  const rows = await reader.rows<Seen>(Prisma.sql`
    SELECT v.id, v.label, a.id AS asset_id, a.name, a.kind, a.stage, a.level, a.status,
      (SELECT t.name FROM teams t WHERE t.id = a.team_id) AS team_name
    FROM asset_versions v JOIN asset_list a ON a.id = v.asset_id WHERE v.id = ANY (${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

function answer(actor: Actor, walk: Walk, seen: ReadonlyMap<string, Seen>): LineageGraph {
  const names = new Map<string, string>();
  const nodes = [...walk.distances].map(([id, distance]): LineageNode => {
    const row = seen.get(id);
    // The id of what one may not see would tell when it was registered.
    names.set(id, row ? id : `outside-${names.size + 1}`);
    const version = row && {
      label: row.label,
      asset: {
        id: row.asset_id,
        name: row.name,
        kind: row.kind,
        stage: row.stage,
        level: levelOf(row.level),
        teamName: row.team_name,
        retired: row.status === 'retired',
      },
    };
    return { id: names.get(id) ?? id, distance, version: version ?? null };
  });
  const edges = [...walk.arrows.values()].map((arrow) => {
    const kind = seen.get(arrow.from_version_id)?.kind;
    return {
      id: arrow.id,
      from: names.get(arrow.from_version_id) ?? '',
      to: names.get(arrow.to_version_id) ?? '',
      relation: arrow.relation,
      removable: kind !== undefined && can(actor, 'lineage.edit', { teamId: arrow.team_id, kind }),
    };
  });
  return { nodes, edges, cut: walk.cut };
}
