'use client';

import type { RefObject } from 'react';
import type { KeyEvent } from '#components/layout/shortcuts.ts';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import type { Selection } from './use-selection.ts';

/**
 * Moves through rows by keyboard: j and k from anywhere, arrows inside the table. The focus itself moves, to the row's link, so that Enter
 * opens it and a screen reader reads it. x selects, Shift with an arrow or X reaches further.
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, selection: Selection | null): void {
  const focusedRow = () => document.activeElement?.closest<HTMLElement>('tr[data-row]')?.dataset.row;
  const focusedLink = () => document.activeElement?.closest('tr[data-row]')?.querySelector<HTMLElement>('[data-row-link]');
  function move(by: 1 | -1): string | undefined {
    const rows = [...(container.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
    const current = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[current < 0 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, current + by))];
    next?.querySelector<HTMLElement>('[data-row-link]')?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return next?.dataset.row;
  }
  function extend(by: 1 | -1) {
    const from = focusedRow();
    const to = move(by);
    for (const id of [from, to]) if (id && !selection?.ids.has(id)) selection?.toggle(id, false);
  }
  function toggle(range: boolean) {
    const id = focusedRow();
    if (id) selection?.toggle(id, range);
  }
  const group = 'Lists';
  const when = () => focusedRow() !== undefined;
  useShortcuts([
    { keys: 'j', label: 'Next row', group, run: () => void move(1) },
    { keys: 'k', label: 'Previous row', group, run: () => void move(-1) },
    { keys: 'ArrowDown', label: 'Next row', group, when, unlisted: true, run: () => void move(1) },
    { keys: 'ArrowUp', label: 'Previous row', group, when, unlisted: true, run: () => void move(-1) },
    { keys: 'Enter', label: 'Open the row', group, when, run: () => focusedLink()?.click() },
    ...(selection
      ? [
          { keys: 'x', label: 'Select the row', group, when, run: (event: KeyEvent) => toggle(event.shiftKey) },
          { keys: 'Shift+ArrowDown', label: 'Select downwards', group, when, run: () => extend(1) },
          { keys: 'Shift+ArrowUp', label: 'Select upwards', group, when, run: () => extend(-1) },
        ]
      : []),
  ]);
}
