import { expect, it } from 'vitest';
import type { ListColumn } from './list-definition.ts';
import { tableWidths, visibleColumns } from './visible-columns.ts';

const column = (id: string, more: Partial<ListColumn<unknown>> = {}): ListColumn<unknown> => ({
  id,
  header: id,
  cell: () => null,
  width: 100,
  priority: 1,
  ...more,
});
const columns = [column('name'), column('team', { priority: 2 }), column('tags', { defaultHidden: true, priority: 3 })];
const ids = (chosen: readonly string[] | null) => visibleColumns(columns, chosen).map((one) => one.id);

it('shows what the definition shows until the viewer chooses', () => {
  expect(ids(null)).toEqual(['name', 'team']);
});

it('keeps the viewer’s order, the naming column first, and ignores what is unknown', () => {
  expect(ids(['tags', 'name', 'team'])).toEqual(['name', 'tags', 'team']);
  expect(ids(['gone'])).toEqual(['name']);
});

it('adds up widths by priority', () => {
  expect(tableWidths(columns, 40)).toEqual([140, 240, 340]);
});
