import { expect, test } from 'vitest';
import { byteSize } from './byte-size.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [3_141_592, '3.1 MB'],
  [999_960, '1.0 MB'],
  [123_456_789, '123 MB'],
  [10 * 1024 ** 3, '10.7 GB'],
])('%d is %s', (bytes, words) => {
  expect(byteSize(bytes)).toBe(words);
});
