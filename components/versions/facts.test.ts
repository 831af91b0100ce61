import { expect, test } from 'vitest';
import { isEmpty, isWebAddress, listOf, sameFacts, textOf, without, wordsOf } from './facts.ts';

test.each([
  ['performanceTradeoffs', 'Performance tradeoffs'],
  ['bom-ref', 'Bom ref'],
  ['MIMEType', 'Mimetype'],
  ['hyper_parameters', 'Hyper parameters'],
  ['aws:region', 'aws:region'],
  ['URL', 'URL'],
  ['url', 'URL'],
  ['purl', 'Package URL'],
  ['licenses', 'Licences'],
])('%s is read as %s', (name, words) => {
  expect(wordsOf(name)).toBe(words);
});

test('nothing within nothing is nothing', () => {
  expect([{}, [], '', null, { a: [{ b: '' }] }].every(isEmpty)).toBe(true);
  expect([0, false, ['x'], { a: 0 }].some(isEmpty)).toBe(false);
});

test('one thing where a list is expected is a list of one', () => {
  expect([listOf('a'), listOf(['a']), listOf(undefined)]).toEqual([['a'], ['a'], []]);
});

test('values with parts are no text', () => {
  expect([textOf('a'), textOf(0.5), textOf(false), textOf({}), textOf([])]).toEqual(['a', '0.5', 'No', null, null]);
});

test('what is left out is left out, with what is empty', () => {
  expect(without({ a: 1, b: 2, c: '' }, 'a')).toEqual({ b: 2 });
});

test('only addresses of the web are followed', () => {
  expect(['https://a.example/x', 'http://a.example'].every(isWebAddress)).toBe(true);
  expect(['javascript:alert(1)', 's3://bucket', 'https://', 'data:text/html,x', 'https://a b'].some(isWebAddress)).toBe(false);
});

test('what two things say alike is told down to the entries of lists', () => {
  const one = { task: 'a', card: { users: ['x', 'y'], family: 'f' }, only: 1 };
  const other = { task: 'b', card: { users: ['y', 'z'], family: 'f' }, more: 1 };
  expect(sameFacts(one, other)).toEqual({ card: { users: ['y'], family: 'f' } });
});
