import { expect, it } from 'vitest';
import { nextMenuItem } from './menu-rules.ts';

const labels = ['Copy', 'Delete', 'Duplicate', 'Move'];

it('goes round with the arrows and to the ends', () => {
  expect(nextMenuItem('ArrowDown', 3, labels)).toBe(0);
  expect(nextMenuItem('ArrowDown', -1, labels)).toBe(0);
  expect(nextMenuItem('ArrowUp', 0, labels)).toBe(3);
  expect(nextMenuItem('ArrowUp', -1, labels)).toBe(3);
  expect(nextMenuItem('Home', 2, labels)).toBe(0);
  expect(nextMenuItem('End', 0, labels)).toBe(3);
});

it('finds the next item by its letter, again and again', () => {
  expect(nextMenuItem('d', 0, labels)).toBe(1);
  expect(nextMenuItem('D', 1, labels)).toBe(2);
  expect(nextMenuItem('d', 2, labels)).toBe(1);
  expect(nextMenuItem('c', -1, labels)).toBe(0);
  expect(nextMenuItem('z', 0, labels)).toBeNull();
});

it('leaves Enter, Space and empty menus alone', () => {
  expect(nextMenuItem('Enter', 0, labels)).toBeNull();
  expect(nextMenuItem(' ', 0, labels)).toBeNull();
  expect(nextMenuItem('ArrowDown', -1, [])).toBeNull();
});
