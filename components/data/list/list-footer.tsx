'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { buttonClasses } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ListDefinition, ListPageCursors, ListPageProps, ListRow, Total } from './list-definition.ts';
import { type ListState, listHref, listQuery } from './list-state.ts';
import { UndoButton } from './undo-button.tsx';

export interface ListFooterProps<Row extends ListRow> {
  definition: ListDefinition<Row>;
  state: ListState;
  page: ListPageCursors;
  shownRows: number;
  total: Total | null;
  go: (state: ListState) => void;
}

/** The total of a list, from props or asked for after the rows stand; null while unknown or when it could not be counted. */
export function useTotal<Row extends ListRow>({ definition, state, total, loadTotal }: ListPageProps<Row>): Total | null {
  const key = listQuery(state, definition, 'rows');
  const latest = useRef(state);
  latest.current = state;
  const [loaded, setLoaded] = useState<{ key: string; total: Total } | null>(null);
  useEffect(() => {
    if (total || !loadTotal) return;
    const aborter = new AbortController();
    loadTotal(latest.current, aborter.signal).then(
      (count) => !aborter.signal.aborted && setLoaded({ key, total: count }),
      // The list is of use without its total: it says "50 shown" instead.
      () => !aborter.signal.aborted && setLoaded(null),
    );
    return () => aborter.abort();
  }, [key, total, loadTotal]);
  return total ?? (loaded?.key === key ? loaded.total : null);
}

/** "8,214 assets", "10,000+ assets", "1 asset". */
export function totalWords(total: Total, one: string, many: string): string {
  return `${total.count.toLocaleString('en-GB')}${total.capped ? '+' : ''} ${total.count === 1 && !total.capped ? one : many}`;
}

/** How many there are, and the pages before and after. Deep pages have no number: the cursor knows only what comes next. */
export function ListFooter<Row extends ListRow>({ definition, state, page, shownRows, total, go }: ListFooterProps<Row>) {
  const link = (label: string, next: ListState | null, rel: 'prev' | 'next') => {
    const Icon = rel === 'prev' ? ChevronLeft : ChevronRight;
    const content = (
      <>
        {rel === 'prev' && <Icon aria-hidden="true" />}
        {label}
        {rel === 'next' && <Icon aria-hidden="true" />}
      </>
    );
    if (!next) {
      return (
        <span aria-disabled="true" className={buttonClasses('quiet', 'sm')}>
          {content}
        </span>
      );
    }
    return (
      <Link
        href={listHref(definition.path, next, definition)}
        rel={rel}
        className={buttonClasses('quiet', 'sm')}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(next);
        }}
      >
        {content}
      </Link>
    );
  };
  return (
    <footer className="flex h-10 shrink-0 items-center gap-2 border-t px-4 text-muted text-sm md:px-6">
      <p aria-live="polite" className="min-w-0 flex-1 truncate">
        {total ? totalWords(total, definition.one, definition.many) : `${shownRows} shown`}
      </p>
      <UndoButton path={definition.path} />
      <nav aria-label="Pages" className="flex gap-1" data-print="hide">
        {link('Previous', page.previous ? { ...state, cursor: { before: page.previous } } : null, 'prev')}
        {link('Next', page.next ? { ...state, cursor: { after: page.next } } : null, 'next')}
      </nav>
    </footer>
  );
}
