import { flow, type Relation } from '#lib/assets/lineage/rules.ts';
import type { LineageEdge, LineageGraph, LineageNode } from '#lib/assets/lineage/schema.ts';

/** A graph indexed for walking: what flows into each node and what flows out. */
export interface GraphModel {
  graph: LineageGraph;
  byId: ReadonlyMap<string, LineageNode>;
  upstream: ReadonlyMap<string, readonly string[]>;
  downstream: ReadonlyMap<string, readonly string[]>;
}

export function modelOf(graph: LineageGraph): GraphModel {
  const upstream = new Map<string, string[]>();
  const downstream = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, from: string, to: string) => {
    const list = map.get(from) ?? [];
    if (!list.includes(to)) list.push(to);
    map.set(from, list);
  };
  for (const edge of graph.edges) {
    const { source, target } = flow(edge);
    put(downstream, source, target);
    put(upstream, target, source);
  }
  return { graph, byId: new Map(graph.nodes.map((node) => [node.id, node])), upstream, downstream };
}

export const farthest = (graph: LineageGraph): number => Math.max(0, ...graph.nodes.map((node) => Math.abs(node.distance)));

/** So many nodes are drawn at first; what lies farther off is folded away. */
const comfortable = 60;

/** The most steps that can be drawn with a comfortable number of nodes, at least one. */
export function firstDepth(graph: LineageGraph): number {
  const within = (depth: number) => graph.nodes.filter((node) => Math.abs(node.distance) <= depth).length;
  let depth = farthest(graph);
  while (depth > 1 && within(depth) > comfortable) depth -= 1;
  return depth;
}

/** Neighbours that lie farther from the start than a node does. */
export function outward(model: GraphModel, id: string): readonly string[] {
  const distance = model.byId.get(id)?.distance ?? 0;
  const up = distance <= 0 ? (model.upstream.get(id) ?? []) : [];
  const down = distance >= 0 ? (model.downstream.get(id) ?? []) : [];
  return [...new Set([...up, ...down])].filter((other) => Math.abs(model.byId.get(other)?.distance ?? 0) > Math.abs(distance));
}

/** What is drawn of a graph: steps from the start, neighbours of one node, and the nodes of which all neighbours are wanted. */
export interface Extent {
  depth: number;
  fan: number;
  unfolded: ReadonlySet<string>;
}

/** So many neighbours of one node are drawn; the others are folded away. */
export const comfortableFan = 12;

/** The nodes that are drawn: from the start outwards as far and as wide as the extent says, and all next to what was unfolded. */
export function visibleIds(model: GraphModel, { depth, fan, unfolded }: Extent): Set<string> {
  const visible = new Set(model.graph.nodes.filter((node) => node.distance === 0).map((node) => node.id));
  // A set goes on to what is added while it is walked.
  for (const id of visible) {
    const next = outward(model, id);
    if (unfolded.has(id)) for (const each of next) visible.add(each);
    else if (Math.abs(model.byId.get(id)?.distance ?? 0) < depth) for (const each of fanOf(model, next, fan)) visible.add(each);
  }
  return visible;
}

/** The first of the neighbours on either side. */
function fanOf(model: GraphModel, ids: readonly string[], fan: number): string[] {
  const side = (sign: number) => ids.filter((id) => Math.sign(model.byId.get(id)?.distance ?? 0) === sign).slice(0, fan);
  return [...side(-1), ...side(1)];
}

/** Nodes that hold every word of a text in name, label, team or kind, in the order of the graph. */
export function searchGraph(graph: LineageGraph, text: string): string[] {
  const words = text.toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return graph.nodes
    .filter(({ version }) => {
      if (!version) return false;
      const { name, teamName, kind } = version.asset;
      const whole = `${name} ${version.label} ${teamName} ${kind}`.toLocaleLowerCase('en');
      return words.every((word) => whole.includes(word));
    })
    .map((node) => node.id);
}

/** "Card features r41", or what is told of what lies outside. */
export const nodeName = ({ version }: LineageNode): string => (version ? `${version.asset.name} ${version.label}` : 'Outside your teams');

/** A relation read along the flow, from source to target: "dataset trains model". */
export const flowWords: Record<Relation, string> = {
  trained_on: 'trains',
  derived_from: 'source of',
  evaluated_on: 'evaluates',
  built_by: 'builds',
  stored_in: 'stored in',
  deployed_to: 'deployed to',
};

/** The edges between nodes that are drawn. */
export const visibleEdges = (graph: LineageGraph, visible: ReadonlySet<string>): LineageEdge[] =>
  graph.edges.filter((edge) => visible.has(edge.from) && visible.has(edge.to));

/** A selected node with all that leads to it and follows from it, or null where nothing is selected. */
export function nearOf(model: GraphModel, selected: string | null): ReadonlySet<string> | null {
  if (selected === null) return null;
  const near = new Set([selected]);
  for (const map of [model.upstream, model.downstream]) {
    const waiting = [selected];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
      for (const next of map.get(id) ?? []) {
        if (near.has(next)) continue;
        near.add(next);
        waiting.push(next);
      }
  }
  return near;
}
