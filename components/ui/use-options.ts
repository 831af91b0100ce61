'use client';

import { useEffect, useState } from 'react';
import type { OptionListItem } from './option-list.tsx';

/** Where the options come from: a list at hand, narrowed here, or a search on the server, which must honour the signal. */
export type OptionSource = readonly OptionListItem[] | ((search: string, signal: AbortSignal) => Promise<readonly OptionListItem[]>);

export interface Options {
  items: readonly OptionListItem[];
  loading: boolean;
  /** What to say instead of items. */
  notice: string | null;
}

const pauseBeforeSearch = 150;

/** The options that fit what was typed. A failed search says so and is tried again on the next letter. */
export function useOptions(source: OptionSource, search: string): Options {
  const [loaded, setLoaded] = useState<{ items: readonly OptionListItem[]; state: 'loading' | 'ready' | 'failed' }>({
    items: [],
    state: 'loading',
  });
  const wanted = search.trim();
  useEffect(() => {
    if (typeof source !== 'function') return;
    const aborter = new AbortController();
    setLoaded((current) => ({ items: current.items, state: 'loading' }));
    const timer = setTimeout(
      () =>
        source(wanted, aborter.signal).then(
          (items) => !aborter.signal.aborted && setLoaded({ items, state: 'ready' }),
          () => !aborter.signal.aborted && setLoaded({ items: [], state: 'failed' }),
        ),
      wanted ? pauseBeforeSearch : 0,
    );
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [source, wanted]);
  if (typeof source !== 'function') {
    const items = source.filter((item) => item.label.toLocaleLowerCase('en').includes(wanted.toLocaleLowerCase('en')));
    return { items, loading: false, notice: items.length === 0 ? 'Nothing matches.' : null };
  }
  const notices = { loading: 'Loading…', failed: 'The search did not answer. Type on to try again.', ready: 'Nothing matches.' };
  return { items: loaded.items, loading: loaded.state === 'loading', notice: loaded.items.length === 0 ? notices[loaded.state] : null };
}
