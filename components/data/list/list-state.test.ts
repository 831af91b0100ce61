import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialListState,
  isNarrowed,
  joinValues,
  type ListState,
  type ListVocabulary,
  listHref,
  listQuery,
  nextSort,
  parseListState,
  splitValues,
  withFilter,
  withSearch,
} from './list-state.ts';

const vocabulary: ListVocabulary = {
  filters: [{ id: 'kind' }, { id: 'team' }, { id: 'tag' }],
  columns: [{ id: 'name', sortKey: 'name' }, { id: 'level', sortKey: 'level' }, { id: 'owner' }],
  extraSorts: ['changed'],
  defaultSort: '-changed',
};
const start = initialListState(vocabulary);

function reopened(state: ListState): ListState {
  return parseListState(new URL(listHref('/assets', state, vocabulary), 'http://localhost').searchParams, vocabulary);
}

describe('the address of a list', () => {
  it('is the bare path when nothing is chosen', () => {
    expect(listHref('/assets', start, vocabulary)).toBe('/assets');
  });

  it('is short, readable and in a fixed order', () => {
    const state: ListState = {
      ...start,
      q: 'fraud score',
      filters: { tag: ['pii', 'a,b'], kind: ['model', 'dataset'] },
      sort: '-level',
      cursor: { after: 'abc' },
    };
    expect(listHref('/assets', state, vocabulary)).toBe('/assets?q=fraud+score&kind=model,dataset&tag=pii,a%5C,b&sort=-level&after=abc');
  });

  it('gives back the state it was made from, whatever people type', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' });
    const state = fc.record({
      q: fc.string({ unit: 'grapheme' }).map((text) => text.trim()),
      filters: fc.dictionary(fc.constantFrom('kind', 'team', 'tag'), fc.uniqueArray(value, { minLength: 1, maxLength: 4 }), {
        noNullPrototype: true,
      }),
      sort: fc.constantFrom('name', '-name', '-level', 'changed', '-changed'),
      cursor: fc.oneof(
        fc.constant(null),
        fc.base64String({ minLength: 4 }).map((after) => ({ after })),
        fc.uuid().map((before) => ({ before })),
      ),
      columns: fc.oneof(fc.constant(null), fc.shuffledSubarray(['name', 'level', 'owner'], { minLength: 1 })),
      density: fc.constantFrom('comfortable' as const, 'compact' as const),
      view: fc.oneof(fc.constant(null), fc.uuid()),
    });
    fc.assert(
      fc.property(state, (one) => {
        expect(reopened(one)).toEqual(one);
      }),
    );
  });

  it('leaves out what a saved view or a count does not depend on', () => {
    const state: ListState = { ...start, q: 'x', sort: 'name', cursor: { after: 'c' }, density: 'compact', view: 'v' };
    expect(listQuery(state, vocabulary, 'view')).toBe('q=x&sort=name&density=compact');
    expect(listQuery(state, vocabulary, 'rows')).toBe('q=x');
  });
});

describe('reading an address', () => {
  it('drops what is unknown instead of failing', () => {
    expect(parseListState({ sort: '-nonsense', columns: 'nope', colour: 'red', density: 'huge' }, vocabulary)).toEqual(start);
    expect(parseListState({ sort: 'level', columns: 'nope,level' }, vocabulary)).toMatchObject({ sort: 'level', columns: ['level'] });
  });

  it('takes repeated parameters as several values, without doubles', () => {
    expect(parseListState({ kind: ['model,dataset', 'model'] }, vocabulary).filters).toEqual({ kind: ['model', 'dataset'] });
    expect(parseListState(new URLSearchParams('kind=model&kind=dataset'), vocabulary).filters).toEqual({ kind: ['model', 'dataset'] });
  });

  it('does not take inherited properties for parameters', () => {
    expect(parseListState({}, { ...vocabulary, filters: [{ id: 'constructor' }] }).filters).toEqual({});
  });
});

describe('values in one parameter', () => {
  it('survive commas and backslashes', () => {
    for (const values of [['a,b', 'c'], ['\\'], ['a\\,b', ',', '\\\\'], ['ends\\', 'x']])
      expect(splitValues(joinValues(values))).toEqual(values);
  });
  it('ignore empty places', () => {
    expect(splitValues(',a,,b,')).toEqual(['a', 'b']);
  });
});

describe('changing a list', () => {
  it('goes back to the first page when the rows change', () => {
    const deep: ListState = { ...start, cursor: { after: 'c' } };
    expect(withFilter(deep, 'kind', ['model']).cursor).toBeNull();
    expect(withSearch(deep, ' fraud ')).toMatchObject({ q: 'fraud', cursor: null });
  });
  it('removes a filter with its last value', () => {
    const filtered = withFilter(start, 'kind', ['model']);
    expect(isNarrowed(filtered)).toBe(true);
    expect(withFilter(filtered, 'kind', []).filters).toEqual({});
  });
  it('turns the sort of a header round', () => {
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBe('name');
    expect(nextSort('name', 'level', 'desc')).toBe('-level');
    expect(nextSort('name', 'level')).toBe('level');
  });
});
