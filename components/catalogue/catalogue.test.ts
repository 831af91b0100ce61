import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryKey } from './entry-key.ts';
import { itemsIn, linesOf } from './item-lines.ts';
import { pairsWords, stagesWords, valueWords } from './words.ts';

test.each([
  ['Prompt injection (indirect)', 'prompt-injection-indirect'],
  ['  Übergriff auf Daten ', 'ubergriff-auf-daten'],
  ['—', ''],
])('the key of %s is %s', (name, key) => {
  expect(entryKey(name)).toBe(key);
});

test('a key is one that the catalogue takes, whatever the name', () => {
  fc.assert(fc.property(fc.string(), (name) => /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(entryKey(name)) && entryKey(name).length <= 60));
});

test('items are lines; a section holds until the next', () => {
  const text = 'P-1 | Secrets never stand in code | Development\nP-2 | Models are signed\n\n P-3 ';
  expect(itemsIn(text)).toEqual([
    { id: 'P-1', name: 'Secrets never stand in code', section: 'Development' },
    { id: 'P-2', name: 'Models are signed', section: 'Development' },
    { id: 'P-3', name: 'P-3', section: 'Development' },
  ]);
  expect(itemsIn(linesOf(itemsIn(text)))).toEqual(itemsIn(text));
});

test('places and effects are told in words', () => {
  expect(pairsWords(['model:deploy', 'dataset:collect', 'model:develop'])).toBe('Dataset: data collection; Model: development, deployment');
  expect(stagesWords([])).toBe('at each of its stages');
  expect(valueWords('against theft', { reduces: 'impact', strength: 2, stages: ['deploy'] })).toBe('takes 2 off the impact at deployment');
  expect(valueWords('against theft', null)).toBe('nothing');
  expect(valueWords('affects', ['integrity'])).toBe('integrity');
});
