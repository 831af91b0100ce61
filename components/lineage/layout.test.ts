import { expect, test } from 'vitest';
import { labelPoint, pathThrough } from './layout.ts';

const bend = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 40 },
  { x: 90, y: 40 },
];

test('a path goes through its points and rounds its corners', () => {
  expect(pathThrough(bend)).toBe('M0,0L5,0Q10,0 10,6L10,34Q10,40 16,40L90,40');
  expect(pathThrough([])).toBe('');
});

test('a label stands on the longest level stretch', () => {
  expect(labelPoint(bend)).toEqual({ x: 50, y: 40 });
  expect(
    labelPoint([
      { x: 0, y: 0 },
      { x: 0, y: 9 },
    ]),
  ).toBeNull();
});
