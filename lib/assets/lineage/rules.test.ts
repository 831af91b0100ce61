import { expect, test } from 'vitest';
import { flow, incoming, misfit, outgoing, pathSentence, relations, relationsFrom } from './rules.ts';

test('every relation points at where a version came from or at where it went', () => {
  expect([...incoming, ...outgoing].sort()).toEqual([...relations].sort());
});

test('things flow from what they came from to where they went', () => {
  expect(flow({ from: 'model', to: 'data', relation: 'trained_on' })).toEqual({ source: 'data', target: 'model' });
  expect(flow({ from: 'model', to: 'endpoint', relation: 'deployed_to' })).toEqual({ source: 'model', target: 'endpoint' });
});

test.each([
  ['trained_on', 'model', 'dataset', null],
  ['trained_on', 'model', 'model', '"Trained on" points at a dataset, and this is a model.'],
  ['trained_on', 'dataset', 'dataset', '"Trained on" starts from a model or a pipeline, and this is a dataset.'],
  ['evaluated_on', 'model', 'infrastructure', '"Evaluated on" points at a dataset, and this is infrastructure.'],
  ['built_by', 'dataset', 'pipeline', null],
  ['built_by', 'model', 'repository', '"Built by" points at a pipeline, and this is a repository.'],
  ['stored_in', 'model', 'repository', null],
  ['stored_in', 'model', 'infrastructure', null],
  ['stored_in', 'model', 'dataset', '"Stored in" points at a repository or infrastructure, and this is a dataset.'],
  ['deployed_to', 'model', 'repository', '"Deployed to" points at infrastructure, and this is a repository.'],
  ['derived_from', 'infrastructure', 'dataset', null],
] as const)('%s from %s to %s: %s', (relation, from, to, wrong) => {
  expect(misfit(relation, from, to)).toBe(wrong);
});

test('a dataset is not offered what only a model does', () => {
  expect(relationsFrom('dataset')).toEqual(['derived_from', 'built_by', 'stored_in', 'deployed_to']);
});

test('a path names what may be seen', () => {
  expect(pathSentence([{ name: 'Fraud model', label: '2.4' }, null, { name: 'Fraud model', label: '2.4' }])).toBe(
    'Fraud model 2.4 → an asset outside your teams → Fraud model 2.4',
  );
});
