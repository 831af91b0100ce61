/** Which rows are selected, and from which one a range reaches on. */
export interface SelectionState {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: SelectionState = { ids: new Set(), anchor: null };

/**
 * Selects or releases a row. With `range`, everything from the last touched row to this one gets this row's new state, as lists do
 * everywhere when Shift is held.
 */
export function toggleRow(state: SelectionState, order: readonly string[], id: string, range: boolean): SelectionState {
  const ids = new Set(state.ids);
  const select = !ids.has(id);
  const from = range && state.anchor ? order.indexOf(state.anchor) : -1;
  const to = order.indexOf(id);
  const touched = from < 0 || to < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of touched) {
    if (select) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id };
}

/** Selects every row of the page, or none where all are selected. */
export function toggleAllRows(state: SelectionState, order: readonly string[]): SelectionState {
  return state.ids.size === order.length ? nothingSelected : { ids: new Set(order), anchor: state.anchor };
}

/** What stays selected when other rows come: only what can still be seen. */
export function keepVisible(state: SelectionState, order: readonly string[]): SelectionState {
  const ids = order.filter((id) => state.ids.has(id));
  if (ids.length === state.ids.size) return state;
  return { ids: new Set(ids), anchor: state.anchor && order.includes(state.anchor) ? state.anchor : null };
}
