import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstStage, keyFromName, kinds, searchWords, sinceOf } from './rules.ts';
import { AssetFilter, AssetKey } from './schema.ts';

describe('a key made of a name', () => {
  it('is short, in lower case and readable', () => {
    expect(keyFromName('Fraud scoring (v2)')).toBe('fraud-scoring-v2');
    expect(keyFromName('  Évaluation Ünïcode ')).toBe('evaluation-unicode');
    expect(keyFromName('???')).toBe('asset');
  });
  it('is always a key that the API accepts', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => AssetKey.safeParse(keyFromName(name)).success));
  });
});

describe('changed since', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  it('is a day, a time, or so many days back', () => {
    expect(sinceOf('2026-11-01', at)).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(sinceOf('2026-11-01T10:00:00+02:00', at)).toEqual(new Date('2026-11-01T08:00:00Z'));
    expect(sinceOf('7d', at)).toEqual(new Date('2026-11-15T12:00:00Z'));
  });
  it('is nothing else', () => {
    for (const changedSince of ['0d', '1000d', '7', 'yesterday', '7d,30d', '2026-13-01'])
      expect(AssetFilter.safeParse({ changedSince }).success, changedSince).toBe(false);
  });
});

it('splits a text into the words that the index knows', () => {
  expect(searchWords('Fraud_scoring v2')).toEqual(['fraud', 'scoring', 'v2']);
  expect(searchWords(' ?! ')).toEqual([]);
});

it('knows where each kind usually begins', () => {
  expect(Object.keys(firstStage)).toEqual([...kinds]);
});
