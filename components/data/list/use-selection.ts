'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import type { ListRow } from './list-definition.ts';
import { keepVisible, nothingSelected, toggleAllRows, toggleRow } from './selection.ts';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, range: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
}

/** The selection of a page of rows. Rows that leave the page leave the selection. */
export function useSelection(rows: readonly ListRow[]): Selection {
  const [state, setState] = useState(nothingSelected);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  const visible = useMemo(() => keepVisible(state, order), [state, order]);
  const latest = useRef(order);
  latest.current = order;
  const toggle = useCallback(
    (id: string, range: boolean) => setState((current) => toggleRow(keepVisible(current, latest.current), latest.current, id, range)),
    [],
  );
  return {
    ids: visible.ids,
    toggle,
    toggleAll: () => setState(toggleAllRows(visible, order)),
    clear: () => setState(nothingSelected),
  };
}
