'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef } from 'react';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import type { ListColumn, ListRow } from './list-definition.ts';

interface Drawn<Row extends ListRow> {
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  /** Whether a column of boxes stands before the others. */
  selectable: boolean;
}

/**
 * What the pointer does in a table, listened to once instead of in each of its cells: a row's link is followed without loading the page
 * anew, and a cell gets its title when the pointer reaches it.
 */
export function useRowPointer<Row extends ListRow>(container: RefObject<HTMLElement | null>, drawn: Drawn<Row>): void {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const latest = useRef(drawn);
  latest.current = drawn;
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[data-row-link]') : null;
      const href = link?.getAttribute('href');
      if (!href || event.defaultPrevented || event.button !== 0) return;
      // With a modifier the browser opens it elsewhere.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.push(href);
    };
    const tell = (event: PointerEvent) => {
      const cell = event.target instanceof Element ? event.target.closest('td') : null;
      const { columns, rows, selectable } = latest.current;
      const column = cell && columns[cell.cellIndex - (selectable ? 1 : 0)];
      const id = cell?.closest<HTMLElement>('tr[data-row]')?.dataset.row;
      const row = column?.title && rows.find((one) => one.id === id);
      const title = row && column.title?.(row, timeZone);
      if (cell && title) cell.title = title;
      else cell?.removeAttribute('title');
    };
    element.addEventListener('click', follow);
    element.addEventListener('pointerover', tell);
    return () => {
      element.removeEventListener('click', follow);
      element.removeEventListener('pointerover', tell);
    };
  }, [container, router, timeZone]);
}
