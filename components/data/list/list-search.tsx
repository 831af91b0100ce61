'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

export interface ListSearchProps {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (q: string) => void;
}

const pauseBeforeSearch = 250;

/** The list's search box. Searches after a pause in typing and on Enter; `/` comes here, Escape empties it and then leaves it. */
export function ListSearch({ label, placeholder, value, onSearch }: ListSearchProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // The address changed by other means than this box: Back, a view, "Clear filters".
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcuts([{ keys: '/', label: 'Search this list', group: 'Lists', run: () => input.current?.select() }]);

  function search(next: string) {
    clearTimeout(timer.current);
    if (next.trim() === sent.current) return;
    sent.current = next.trim();
    onSearch(next);
  }
  function change(next: string) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(next), pauseBeforeSearch);
  }
  function clear() {
    setText('');
    search('');
  }

  return (
    <search className="group relative w-full sm:w-64">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(text);
        }}
      >
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
        <input
          ref={input}
          type="search"
          aria-label={label}
          aria-keyshortcuts="/"
          placeholder={placeholder}
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (text) clear();
            else event.currentTarget.blur();
          }}
          className="h-8 w-full rounded-md bg-surface pr-8 pl-8 text-sm ring-1 ring-line-strong ring-inset transition-shadow duration-100 hover:ring-line-control focus:outline-none focus:ring-2 focus:ring-accent"
        />
        {text ? (
          <IconButton label="Clear the search" onClick={clear} className="absolute top-0.5 right-0.5">
            <X aria-hidden="true" />
          </IconButton>
        ) : (
          <span className="pointer-events-none absolute top-1.5 right-2 group-focus-within:hidden max-sm:hidden" aria-hidden="true">
            <Kbd keys="/" />
          </span>
        )}
      </form>
    </search>
  );
}
