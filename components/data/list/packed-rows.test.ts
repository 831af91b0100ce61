import { describe, expect, test } from 'vitest';
import { packRows, unpackRows } from './packed-rows.ts';

describe('packed rows', () => {
  test('are the same rows again', () => {
    const rows = [
      { id: '1', name: 'A "quoted" </script> name', owner: null, level: 3, tags: ['a,b', 'ü'] },
      { id: '2', name: '\u2028 and \\ and \t', owner: 'Marta Kovač', level: 0, tags: [] },
    ];
    expect(unpackRows(packRows(rows))).toEqual(rows);
  });

  test('name their fields once', () => {
    expect(packRows([{ id: '1' }, { id: '2' }])).toBe('[["id"],["1"],["2"]]');
  });

  test('of nothing are nothing', () => {
    expect(unpackRows(packRows([]))).toEqual([]);
  });
});
