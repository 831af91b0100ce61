import { expect, test } from 'vitest';
import type { LineageEdge, LineageGraph } from '#lib/assets/lineage/schema.ts';
import { firstDepth, modelOf, nearOf, outward, searchGraph, visibleIds } from './graph-model.ts';

const node = (id: string, distance: number, name = id) => ({
  id,
  distance,
  version: {
    label: '1',
    asset: { id, name, kind: 'model', stage: 'develop', level: 'low', teamName: 'Fraud', retired: false },
  } as const,
});
const edge = (from: string, to: string, relation: LineageEdge['relation'] = 'derived_from'): LineageEdge => ({
  ...{ id: `${from}-${to}`, from, to, relation, removable: false },
});
const graphOf = (nodes: LineageGraph['nodes'], edges: LineageEdge[]): LineageGraph => ({ nodes, edges, cut: false });

/** d ← c ← b ← start → endpoint */
const chain = graphOf(
  [node('start', 0), node('b', -1), node('endpoint', 1), node('c', -2), node('d', -3)],
  [edge('start', 'b'), edge('b', 'c'), edge('c', 'd'), edge('start', 'endpoint', 'deployed_to')],
);

test('what flows in and out follows the relation, not the arrow', () => {
  const model = modelOf(chain);
  expect(model.upstream.get('start')).toEqual(['b']);
  expect(model.downstream.get('start')).toEqual(['endpoint']);
  expect(outward(model, 'start')).toEqual(['b', 'endpoint']);
  expect(outward(model, 'b')).toEqual(['c']);
});

test('far levels are folded away and unfold one by one, in any order', () => {
  const model = modelOf(chain);
  const seen = (depth: number, ...unfolded: string[]) => [...visibleIds(model, { depth, fan: 9, unfolded: new Set(unfolded) })].sort();
  expect(seen(1)).toEqual(['b', 'endpoint', 'start']);
  expect(seen(1, 'b')).toEqual(['b', 'c', 'endpoint', 'start']);
  expect(seen(1, 'c', 'b')).toEqual(['b', 'c', 'd', 'endpoint', 'start']);
  expect(seen(1, 'c')).toEqual(['b', 'endpoint', 'start']);
});

test('at first as many levels are drawn as can be read', () => {
  expect(firstDepth(chain)).toBe(3);
  const wide = [
    node('start', 0),
    ...Array.from({ length: 10 }, (_, at) => node(`a${at}`, -1)),
    ...Array.from({ length: 80 }, (_, at) => node(`b${at}`, -2)),
  ];
  expect(firstDepth(graphOf(wide, []))).toBe(1);
});

test('a search finds every word, in name, label, team and kind', () => {
  const graph = graphOf([node('a', 0, 'Fraud scorer'), node('b', 1, 'Card features'), { id: 'outside-1', distance: 1, version: null }], []);
  expect(searchGraph(graph, 'card FRAUD')).toEqual(['b']);
  expect(searchGraph(graph, 'fraud')).toEqual(['a', 'b']);
  expect(searchGraph(graph, ' ')).toEqual([]);
  expect(searchGraph(graph, 'outside')).toEqual([]);
});

test('a wide level is folded to a few of either side, until it is wanted whole', () => {
  const many = Array.from({ length: 9 }, (_, at) => node(`m${at}`, 1));
  const model = modelOf(
    graphOf([node('start', 0), node('up', -1), ...many], [edge('start', 'up'), ...many.map(({ id }) => edge(id, 'start'))]),
  );
  const drawn = (fan: number, ...unfolded: string[]) => visibleIds(model, { depth: 3, fan, unfolded: new Set(unfolded) }).size;
  expect([drawn(2), drawn(2, 'start'), drawn(99)]).toEqual([4, 11, 11]);
});

test('near a node is all that leads to it and all that follows from it, and nothing beside', () => {
  const side = graphOf([...chain.nodes, node('sibling', 1)], [...chain.edges, edge('sibling', 'b')]);
  expect([...(nearOf(modelOf(side), 'start') ?? [])].sort()).toEqual(['b', 'c', 'd', 'endpoint', 'start']);
  expect(nearOf(modelOf(side), null)).toBeNull();
});
