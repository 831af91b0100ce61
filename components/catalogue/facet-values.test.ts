import { expect, test } from 'vitest';
import { countedValues, valuesOfControl, valuesOfThreat } from './facet-values.ts';

const entry = { enabled: true, builtIn: false, frameworks: ['atlas', 'slsa'] };
const threat = { ...entry, affects: ['integrity' as const], applies: ['model:deploy', 'model:monitor', 'dataset:collect'] };

test.each([
  ['kind', {}, ['model', 'dataset']],
  ['kind', { stage: 'deploy,monitor' }, ['model']],
  ['stage', { kind: 'dataset' }, ['collect']],
  ['stage', { kind: 'model', framework: 'slsa' }, ['deploy', 'monitor']],
  ['affects', {}, ['integrity']],
  ['framework', { kind: 'model' }, ['atlas', 'slsa']],
  ['state', {}, ['on']],
  ['origin', {}, ['own']],
])('a threat has for %s under %o: %o', (filter, filters, values) => expect(valuesOfThreat(threat, filter, filters)).toEqual(values));

test.each([
  ['threat', ['theft', 'poisoning']],
  ['framework', ['atlas', 'slsa']],
  ['state', ['on']],
  ['unknown', []],
])('a control has for %s: %o', (filter, values) =>
  expect(valuesOfControl({ ...entry, reduces: ['theft', 'poisoning'] }, filter)).toEqual(values),
);

test('values are counted over the entries, named, and searched by name', () => {
  const names = { atlas: 'MITRE ATLAS', slsa: 'SLSA' };
  const entries = [['slsa'], ['atlas', 'slsa'], ['own-policy']];
  expect(countedValues(entries, names, '').map(({ label, count }) => [label, count])).toEqual([
    ['SLSA', 2],
    ['MITRE ATLAS', 1],
    ['own-policy', 1],
  ]);
  expect(countedValues(entries, names, ' mitre ').map(({ value }) => value)).toEqual(['atlas']);
});
