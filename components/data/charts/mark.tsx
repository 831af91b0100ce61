'use client';

import { useRouter } from 'next/navigation';
import type { MouseEvent, ReactNode, SyntheticEvent } from 'react';
import { type Told, useChartPlace } from './chart-context.ts';

export interface MarkProps {
  /** The row's key and the series', as arrows go. */
  row: number;
  column: number;
  /** Everything that the mark says. */
  label: string;
  href?: string | null | undefined;
  told: Omit<Told, 'x' | 'y'>;
  children: ReactNode;
}

const seen = { role: 'img' };

/** Goes there without loading the whole page, unless the reader asks for another tab. */
export function useOpen() {
  const router = useRouter();
  return (event: MouseEvent, href: string) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(href);
  };
}

/**
 * A mark in an SVG: a link where it leads somewhere. Its number is told on hover and on focus. Of all marks of a chart Tab reaches one;
 * `data-row` and `data-column` say where arrows go from it.
 */
export function Mark({ row, column, label, href, told, children }: MarkProps) {
  const place = useChartPlace();
  const open = useOpen();
  const name = `${row}.${column}`;
  const tell = (event: SyntheticEvent<Element>) => {
    const drawing = event.currentTarget.closest('[data-drawing]')?.getBoundingClientRect();
    const box = event.currentTarget.getBoundingClientRect();
    if (drawing) place.tell({ ...told, x: box.left + box.width / 2 - drawing.left, y: box.top - drawing.top });
  };
  const shared = {
    'data-mark': name,
    'data-row': row,
    'data-column': column,
    'aria-label': label,
    tabIndex: place.current === name ? 0 : -1,
    className: 'group/mark outline-none',
    onPointerEnter: tell,
    onPointerLeave: () => place.tell(null),
    onFocus: (event: SyntheticEvent<Element>) => {
      place.reach(name);
      tell(event);
    },
    onBlur: () => place.tell(null),
  };
  if (!href)
    return (
      <g {...shared} {...seen}>
        {children}
      </g>
    );
  return (
    <a {...shared} href={href} onClick={(event) => open(event, href)}>
      {children}
    </a>
  );
}
