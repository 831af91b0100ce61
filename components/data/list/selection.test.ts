import { expect, it } from 'vitest';
import { keepVisible, nothingSelected, type SelectionState, toggleAllRows, toggleRow } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const chosen = (state: SelectionState) => [...state.ids].sort().join('');

it('selects and releases one row', () => {
  const one = toggleRow(nothingSelected, order, 'b', false);
  expect(chosen(one)).toBe('b');
  expect(chosen(toggleRow(one, order, 'b', false))).toBe('');
});

it('reaches from the last touched row, both ways, and releases ranges too', () => {
  const from = toggleRow(nothingSelected, order, 'd', false);
  const range = toggleRow(from, order, 'b', true);
  expect(chosen(range)).toBe('bcd');
  expect(chosen(toggleRow({ ...range, anchor: 'd' }, order, 'c', true))).toBe('b');
});

it('treats a range without a start as one row', () => {
  expect(chosen(toggleRow(nothingSelected, order, 'c', true))).toBe('c');
});

it('selects all, then none', () => {
  const all = toggleAllRows(toggleRow(nothingSelected, order, 'a', false), order);
  expect(chosen(all)).toBe('abcde');
  expect(chosen(toggleAllRows(all, order))).toBe('');
});

it('lets go of rows that are no longer on the page', () => {
  const state = toggleRow(toggleRow(nothingSelected, order, 'a', false), order, 'e', false);
  expect(keepVisible(state, order)).toBe(state);
  expect(keepVisible(state, ['a', 'x'])).toEqual({ ids: new Set(['a']), anchor: null });
});
