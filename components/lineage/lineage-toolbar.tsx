'use client';

import { List, Minus, Plus, Search, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Direction } from '#lib/assets/lineage/rules.ts';

export type LineageViewName = 'graph' | 'list';

export interface LineageToolbarProps {
  /** The view that was chosen by hand; without one, wide screens see the graph and narrow ones the list. */
  view: LineageViewName | null;
  onView: (view: LineageViewName) => void;
  direction: Direction;
  onDirection: (direction: Direction) => void;
  /** The versions to start from. */
  starts: readonly { value: string; label: string }[];
  focus: string;
  onFocus: (id: string) => void;
  search: string;
  onSearch: (text: string) => void;
  onSearchKey: (key: string) => void;
  depth: number;
  most: number;
  onDepth: (depth: number) => void;
  drawn: number;
  total: number;
  onAll: () => void;
  children?: ReactNode;
}

const directions = [
  { value: 'both', label: 'Upstream and downstream' },
  { value: 'upstream', label: 'Upstream alone' },
  { value: 'downstream', label: 'Downstream alone' },
];

/** What is looked at and how: start, direction, search, levels, graph or list. */
export function LineageToolbar(props: LineageToolbarProps) {
  const { view, depth, most } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-6" data-print="hide">
      <div className="w-44">
        <Select
          aria-label="Start from"
          options={props.starts}
          value={props.focus}
          onChange={(event) => props.onFocus(event.target.value)}
        />
      </div>
      <div className="w-52">
        <Select
          aria-label="Direction"
          options={directions}
          value={props.direction}
          onChange={(event) => props.onDirection(event.target.value as Direction)}
        />
      </div>
      <div className="w-48">
        <Input
          type="search"
          aria-label="Search within the lineage"
          placeholder="Search within"
          icon={<Search />}
          value={props.search}
          onChange={(event) => props.onSearch(event.target.value)}
          onKeyDown={(event) => props.onSearchKey(event.key)}
        />
      </div>
      {(most > 1 || props.drawn < props.total) && view !== 'list' && (
        <fieldset className={classNames('flex items-center gap-0.5', view === null && 'max-md:hidden')}>
          <legend className="sr-only">Levels drawn</legend>
          <IconButton label="Fewer levels" disabled={depth <= 1} onClick={() => props.onDepth(depth - 1)}>
            <Minus aria-hidden="true" />
          </IconButton>
          <span className="min-w-20 text-center text-muted text-sm">
            {depth >= most ? `${most} ${most === 1 ? 'level' : 'levels'}` : `${depth} of ${most} levels`}
          </span>
          <IconButton label="More levels" disabled={depth >= most} onClick={() => props.onDepth(depth + 1)}>
            <Plus aria-hidden="true" />
          </IconButton>
          <Button size="sm" variant="quiet" disabled={props.drawn >= props.total} onClick={props.onAll}>
            Draw all {props.total}
          </Button>
        </fieldset>
      )}
      <span className="flex-1" />
      <fieldset className="flex items-center rounded-md ring-1 ring-line-strong ring-inset">
        <legend className="sr-only">View</legend>
        {(['graph', 'list'] as const).map((name) => (
          <IconButton
            key={name}
            label={name === 'graph' ? 'Graph' : 'List'}
            size="md"
            aria-pressed={view === name}
            className={classNames(
              'aria-pressed:bg-pressed aria-pressed:text-ink',
              view === null && (name === 'graph' ? 'md:bg-pressed md:text-ink' : 'max-md:bg-pressed max-md:text-ink'),
            )}
            onClick={() => props.onView(name)}
          >
            {name === 'graph' ? <Waypoints aria-hidden="true" /> : <List aria-hidden="true" />}
          </IconButton>
        ))}
      </fieldset>
      {props.children}
    </div>
  );
}
