import type { ListColumn } from './list-definition.ts';

/** The columns to draw, in order: the viewer's choice, else the definition's; the first of the definition always leads. */
export function visibleColumns<Row>(columns: readonly ListColumn<Row>[], chosen: readonly string[] | null): ListColumn<Row>[] {
  const first = columns.slice(0, 1);
  if (!chosen) return [...first, ...columns.slice(1).filter((column) => !column.defaultHidden)];
  const byId = new Map(columns.slice(1).map((column) => [column.id, column]));
  return [...first, ...chosen.flatMap((id) => byId.get(id) ?? [])];
}

/** The least width of the table, in pixels, for each step of the room it has: narrow ones leave out columns of lower priority. */
export function tableWidths(columns: readonly Pick<ListColumn<never>, 'width' | 'priority'>[], extra: number): [number, number, number] {
  const upTo = (priority: number) =>
    extra + columns.filter((column) => column.priority <= priority).reduce((sum, column) => sum + column.width, 0);
  return [upTo(1), upTo(2), upTo(3)];
}
