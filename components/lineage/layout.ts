import type { ELK, ElkExtendedEdge } from 'elkjs/lib/elk-api.js';

export const nodeWidth = 208;
export const nodeHeight = 52;

export type Point = { x: number; y: number };
export type Layout = { nodes: ReadonlyMap<string, Point>; edges: ReadonlyMap<string, readonly Point[]> };

let engine: Promise<ELK> | undefined;

/** Elk in a worker of its own, so that a large graph does not hold up the page; fetched when first needed. */
const elk = () => {
  engine ??= import('elkjs/lib/elk-api.js').then(
    ({ default: Elk }) => new Elk({ workerFactory: () => new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)) }),
  );
  return engine;
};

// Network simplex draws the straightest lines, and runs out of stack on some long and wide graphs; the other always ends.
const placements = ['NETWORK_SIMPLEX', 'BRANDES_KOEPF'] as const;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '72',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '16',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.componentComponent': '32',
};

/** Places nodes in layers from left to right as things flow, and leads the edges round them. */
export async function layOut(
  ids: readonly string[],
  edges: readonly { id: string; source: string; target: string }[],
  [placement, ...others]: readonly string[] = placements,
): Promise<Layout> {
  const engine = await elk();
  const placing = engine.layout({
    id: 'root',
    layoutOptions: {
      ...options,
      'elk.layered.nodePlacement.strategy': placement ?? 'SIMPLE',
      // Fewer rounds against crossings: a third of the time at 300 nodes.
      'elk.layered.thoroughness': ids.length > 120 ? '1' : '7',
    },
    children: ids.map((id) => ({ id, width: nodeWidth, height: nodeHeight })),
    edges: edges.map(({ id, source, target }): ElkExtendedEdge => ({ id, sources: [source], targets: [target] })),
  });
  const graph = await placing.catch(() => null);
  if (!graph) return others.length > 0 ? layOut(ids, edges, others) : Promise.reject(new Error('No layout could be found.'));
  return {
    nodes: new Map((graph.children ?? []).map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }])),
    edges: new Map((graph.edges ?? []).map((edge) => [edge.id, pointsOf(edge)])),
  };
}

const pointsOf = ({ sections }: ElkExtendedEdge): Point[] =>
  (sections ?? []).flatMap((section) => [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);

const corner = 6;

/** An SVG path through the points with rounded corners. */
export function pathThrough(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return '';
  let path = `M${first.x},${first.y}`;
  for (let at = 1; at < points.length; at += 1) {
    const [before, here, after] = [points[at - 1], points[at], points[at + 1]];
    if (!before || !here) continue;
    if (!after) path += `L${here.x},${here.y}`;
    else {
      const start = towards(here, before);
      const end = towards(here, after);
      path += `L${start.x},${start.y}Q${here.x},${here.y} ${end.x},${end.y}`;
    }
  }
  return path;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(corner, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** A word of a relation is about so wide. */
const labelWidth = 64;

/** The middle of the longest level stretch, where a label is in nobody's way; null where none is long enough for one. */
export function labelPoint(points: readonly Point[]): Point | null {
  let best: { point: Point; length: number } | null = null;
  for (let at = 1; at < points.length; at += 1) {
    const [from, to] = [points[at - 1], points[at]];
    if (!from || !to || Math.abs(from.y - to.y) > 1) continue;
    const length = Math.abs(to.x - from.x);
    if (!best || length > best.length) best = { point: { x: (from.x + to.x) / 2, y: from.y }, length };
  }
  return best && best.length >= labelWidth ? best.point : null;
}
