import { expect, test } from 'vitest';
import { compareFacts } from './rules.ts';

test('nothing differs between equal facts', () => {
  expect(compareFacts({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]);
});

test('a difference is told at its innermost place', () => {
  expect(compareFacts({ card: { task: 'a', family: 'x' } }, { card: { task: 'b', family: 'x' } })).toEqual([
    { path: ['card', 'task'], from: 'a', to: 'b' },
  ]);
});

test('what one side lacks is absent there', () => {
  expect(compareFacts({ a: 1 }, { b: null })).toEqual([
    { path: ['a'], from: 1 },
    { path: ['b'], to: null },
  ]);
});

test('lists are compared by what their entries are called: an insertion shifts nothing', () => {
  const from = {
    metrics: [
      { type: 'AUC', value: '0.81' },
      { type: 'Gini', value: '0.62', slice: 'young' },
    ],
    users: ['a', 'b'],
  };
  const to = {
    metrics: [
      { type: 'F1', value: '0.7' },
      { type: 'AUC', value: '0.84' },
      { type: 'Gini', value: '0.62', slice: 'young' },
    ],
    users: ['b', 'c'],
  };
  expect(compareFacts(from, to)).toEqual([
    { path: ['metrics', 'AUC', 'value'], from: '0.81', to: '0.84' },
    { path: ['metrics', 'F1'], to: { type: 'F1', value: '0.7' } },
    { path: ['users', '"a"'], from: 'a' },
    { path: ['users', '"c"'], to: 'c' },
  ]);
});

test('two entries of one name are both compared', () => {
  expect(
    compareFacts(
      [{ type: 'AUC', value: 1 }],
      [
        { type: 'AUC', value: 1 },
        { type: 'AUC', value: 2 },
      ],
    ),
  ).toEqual([{ path: ['AUC (2)'], to: { type: 'AUC', value: 2 } }]);
});

test('names that every object inherits are facts like others', () => {
  expect(compareFacts({}, { toString: 'x' })).toEqual([{ path: ['toString'], to: 'x' }]);
  expect(compareFacts({}, JSON.parse('{"__proto__": 1}'))).toEqual([{ path: ['__proto__'], to: 1 }]);
});

test('a list of very many entries of one name is compared at once', () => {
  const many = Array.from({ length: 100_000 }, () => ({ id: 'x' }));
  expect(compareFacts(many, [...many, { id: 'x' }])).toEqual([{ path: ['x (100001)'], to: { id: 'x' } }]);
});
