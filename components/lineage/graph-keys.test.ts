import { expect, test } from 'vitest';
import type { LineageEdge } from '#lib/assets/lineage/schema.ts';
import { neighbour } from './graph-keys.ts';
import { modelOf } from './graph-model.ts';

const edge = (from: string, to: string): LineageEdge => ({ id: `${from}${to}`, from, to, relation: 'derived_from', removable: false });
const model = modelOf({
  nodes: ['a', 'b', 'c', 'd'].map((id) => ({ id, distance: 0, version: null })),
  edges: [edge('c', 'a'), edge('c', 'b'), edge('d', 'c')],
  cut: false,
});
const layout = {
  nodes: new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 0, y: 100 }],
    ['c', { x: 300, y: 90 }],
    ['d', { x: 600, y: 90 }],
  ]),
  edges: new Map(),
};

test.each([
  ['c', 'ArrowLeft', 'b'],
  ['c', 'ArrowRight', 'd'],
  ['a', 'ArrowRight', 'c'],
  ['a', 'ArrowDown', 'b'],
  ['b', 'ArrowUp', 'a'],
  ['a', 'ArrowUp', null],
  ['d', 'ArrowRight', null],
])('from %s %s leads to %s', (from, key, to) => {
  expect(neighbour(model, layout, from, key)).toBe(to);
});
