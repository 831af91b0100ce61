import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MarkPlace, nextMark } from './next-mark.ts';

const at = (row: number, column: number): MarkPlace => ({ row, column });
/** Three bars; the second lacks its middle part. */
const bars = [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 2), at(2, 1)];

test.each([
  ['ArrowRight', at(0, 0), at(0, 1)],
  ['ArrowRight', at(1, 0), at(1, 2)],
  ['ArrowRight', at(0, 2), at(1, 0)],
  ['ArrowLeft', at(1, 0), at(0, 2)],
  ['ArrowDown', at(0, 1), at(1, 0)],
  ['ArrowDown', at(0, 2), at(1, 2)],
  ['ArrowDown', at(2, 1), null],
  ['ArrowUp', at(0, 1), null],
  ['ArrowRight', at(2, 1), null],
  ['Home', at(2, 1), at(0, 0)],
  ['End', at(0, 0), at(2, 1)],
  ['Enter', at(0, 0), null],
])('%s from %o reaches %o', (key, from, to) => expect(nextMark(key, from, bars)).toEqual(to));

test('Right alone reaches every mark of any chart', () => {
  const places = fc.uniqueArray(fc.record({ row: fc.nat(6), column: fc.nat(6) }), {
    minLength: 1,
    selector: (place) => `${place.row}.${place.column}`,
  });
  fc.assert(
    fc.property(places, (all) => {
      const reached: MarkPlace[] = [];
      for (let here = nextMark('Home', at(0, 0), all); here && reached.length <= all.length; here = nextMark('ArrowRight', here, all))
        reached.push(here);
      expect(reached).toHaveLength(all.length);
    }),
  );
});
