'use client';

import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';

export interface OptionListItem {
  value: string;
  label: string;
  mark?: ReactNode;
  /** At the end of the line: a count. */
  aside?: ReactNode;
  disabled?: boolean;
}

export interface OptionListProps {
  label: string;
  placeholder: string;
  items: readonly OptionListItem[];
  /** Absent for a list where one is chosen and that is that. */
  chosen?: readonly string[];
  /** One of them at most: a tick at the end instead of boxes. */
  single?: boolean;
  onChoose: (value: string) => void;
  search: string;
  onSearch: (text: string) => void;
  /** Backspace in the empty box. */
  onBackspace?: () => void;
  loading?: boolean;
  /** Shown instead of items: nothing matches, or why nothing could be loaded. */
  notice?: ReactNode;
}

/** A box to search in and options under it, by one keyboard: letters narrow, arrows move, Enter chooses, Backspace in the empty box takes back. */
export function OptionList({
  label,
  placeholder,
  items,
  chosen,
  single,
  onChoose,
  search,
  onSearch,
  onBackspace,
  loading,
  notice,
}: OptionListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const index = Math.min(active, items.length - 1);
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  });
  function key(event: React.KeyboardEvent<HTMLInputElement>) {
    const current = items[index];
    if (event.key === 'ArrowDown') setActive(items.length === 0 ? 0 : (index + 1) % items.length);
    else if (event.key === 'ArrowUp') setActive(items.length === 0 ? 0 : (index - 1 + items.length) % items.length);
    else if (event.key === 'Home' && event.ctrlKey) setActive(0);
    else if (event.key === 'End' && event.ctrlKey) setActive(items.length - 1);
    else if (event.key === 'Enter') {
      if (current && !current.disabled) onChoose(current.value);
    } else if (event.key === 'Backspace' && search === '' && onBackspace) onBackspace();
    else return;
    event.preventDefault();
  }
  return (
    <div className="flex max-h-80 w-64 flex-col">
      <input
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={items[index] ? `${id}-${index}` : undefined}
        placeholder={placeholder}
        value={search}
        onChange={(event) => {
          setActive(0);
          onSearch(event.target.value);
        }}
        onKeyDown={key}
        className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none"
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={chosen && !single ? true : undefined}
        aria-busy={loading || undefined}
        className="min-h-0 overflow-y-auto p-1"
      >
        {items.map((item, position) => {
          const selected = chosen?.includes(item.value);
          return (
            <div
              key={item.value}
              id={`${id}-${position}`}
              role="option"
              tabIndex={-1}
              aria-selected={selected ?? position === index}
              aria-disabled={item.disabled || undefined}
              data-active={position === index ? '' : undefined}
              onPointerMove={() => setActive(position)}
              onPointerDown={(event) => event.preventDefault()}
              onPointerUp={() => !item.disabled && onChoose(item.value)}
              className={classNames(
                'flex h-8 select-none items-center gap-2 rounded-sm px-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0',
                position === index && 'bg-highlight',
                item.disabled && 'text-faint',
              )}
            >
              {chosen && !single && (
                <span
                  className={classNames(
                    'grid size-4 shrink-0 place-items-center rounded-sm ring-1 ring-inset',
                    selected ? 'bg-accent text-on-accent ring-accent' : 'ring-line-control',
                  )}
                  aria-hidden="true"
                >
                  {selected && <Check className="!size-3 stroke-3" />}
                </span>
              )}
              {item.mark}
              <span className="min-w-0 flex-1 truncate" title={item.label}>
                {item.label}
              </span>
              {single && selected && <Check className="text-muted" aria-hidden="true" />}
              {item.aside !== undefined && <span className="text-faint text-xs">{item.aside}</span>}
            </div>
          );
        })}
        {notice && <p className="px-2 py-3 text-muted text-sm">{notice}</p>}
      </div>
    </div>
  );
}
